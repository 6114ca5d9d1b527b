import { chunkBytes, RECORDING_VERSION, type RecordingEntry, type RecordingHead } from './entry.ts'

/** A chunk of a recorded connection. */
export interface RecordedChunk {
  /** In milliseconds since the request. */
  at: number
  bytes: Uint8Array
}

/** One request, and what the server made of it. */
export interface RecordedConnection {
  method: string
  /** Without its query. */
  url: string
  /** Missing where no answer came. */
  response: { at: number; status: number; headers: Record<string, string> } | undefined
  chunks: RecordedChunk[]
  /** How it ended: in good order, by force, or because who recorded it went away. */
  ending: { at: number; how: 'end' | 'lost' | 'left' }
}

/** What `millrace --record` wrote. */
export interface Recording {
  connections: RecordedConnection[]
  /** Why not all of it could be read: in which line, and what is wrong there. */
  damage: string | undefined
}

/**
 * Reads a recording, up to where it is damaged.
 *
 * @throws `TypeError` where it is none, or one of a version to come.
 */
export function parseRecording(text: string): Recording {
  const lines = text.split('\n')
  checkHead(lines[0]!)
  const connections: RecordedConnection[] = []
  let openedAt = 0
  let last = 0
  let current: RecordedConnection | undefined

  for (let index = 1; index < lines.length; index++) {
    const line = lines[index]!
    if (line === '' && index === lines.length - 1) break
    const entry = parseEntry(line)
    if (!entry) return { connections, damage: `line ${index + 1} is no entry of a recording` }
    last = Math.max(last, entry.at)
    if (entry.type === 'close') return { connections, damage: undefined }
    if (entry.type === 'request') {
      openedAt = entry.at
      const { method, url } = entry
      const ending = { at: 0, how: 'left' as const }
      current = { method, url, response: undefined, chunks: [], ending }
      connections.push(current)
      continue
    }
    const at = last - openedAt
    if (!current) return { connections, damage: `line ${index + 1} comes before any request` }
    if (entry.type === 'response') {
      current.response = { at, status: entry.status, headers: entry.headers }
    } else if (entry.type === 'chunk') {
      current.chunks.push({ at, bytes: chunkBytes(entry) })
    } else {
      current.ending = { at, how: entry.type }
    }
  }
  return { connections, damage: `it ends early, after line ${lines.length - 1}` }
}

function checkHead(line: string): void {
  const head = parseJSON(line) as Partial<RecordingHead> | undefined
  if (head?.millrace !== 'recording' || typeof head.version !== 'number')
    throw new TypeError(
      'This is no recording: expected what millrace --record writes, which begins with {"millrace":"recording"',
    )
  if (head.version > RECORDING_VERSION)
    throw new TypeError(
      `This recording is of version ${head.version}, and this millrace reads version ${RECORDING_VERSION}: update millrace`,
    )
}

function parseEntry(line: string): RecordingEntry | undefined {
  const entry = parseJSON(line) as RecordingEntry | null | undefined
  if (typeof entry !== 'object' || entry === null || !Number.isFinite(entry.at)) return undefined
  switch (entry.type) {
    case 'request':
      return typeof entry.method === 'string' && typeof entry.url === 'string' ? entry : undefined
    case 'response':
      return isResponse(entry) ? entry : undefined
    case 'chunk':
      return isChunk(entry) ? entry : undefined
    case 'end':
    case 'lost':
    case 'left':
    case 'close':
      return entry
    default:
      return undefined
  }
}

function isResponse({ status, headers }: { status: number; headers: object }): boolean {
  // What else a Response would be refused for.
  if (!Number.isInteger(status) || status < 200 || status > 599) return false
  if (typeof headers !== 'object' || headers === null) return false
  return Object.values(headers).every((value) => typeof value === 'string')
}

function isChunk(chunk: { text: string } | { base64: string }): boolean {
  if ('text' in chunk) return typeof chunk.text === 'string'
  return /^[A-Za-z\d+/]*={0,2}$/.test(chunk.base64) && chunk.base64.length % 4 === 0
}

function parseJSON(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
