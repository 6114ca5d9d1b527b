/** The version of the format that this package writes, and the newest that it reads. */
export const RECORDING_VERSION = 1

/** The first line of a recording. */
export interface RecordingHead {
  millrace: 'recording'
  version: number
  /** When it began, as `Date.toISOString()` has it. */
  recordedAt?: string
}

/** What happened on a connection, and when: `at`, in milliseconds since the recording began. Each is one line of JSON. */
export type RecordingEntry = { at: number } & (
  | { type: 'request'; method: string; url: string }
  | { type: 'response'; status: number; headers: Record<string, string> }
  /** Bytes as they came, in one piece: as text where they are UTF-8 by themselves. */
  | { type: 'chunk'; text: string }
  | { type: 'chunk'; base64: string }
  /** The server ended the stream in good order. */
  | { type: 'end' }
  /** The connection was lost, or never came about. */
  | { type: 'lost' }
  /** Who recorded it gave the connection up. */
  | { type: 'left' }
  /** The recording is complete. */
  | { type: 'close' }
)

/** Makes the lines of a recording. */
export function encodeHead(recordedAt: string): string {
  const head: RecordingHead = { millrace: 'recording', version: RECORDING_VERSION, recordedAt }
  return `${JSON.stringify(head)}\n`
}

export function encodeEntry(entry: RecordingEntry): string {
  return `${JSON.stringify({ ...entry, at: Math.round(entry.at * 1000) / 1000 })}\n`
}

/** A chunk as an entry of a recording. */
export function chunkEntry(at: number, bytes: Uint8Array): RecordingEntry {
  try {
    // Fatal, and with its byte order mark: text that would not give the same bytes again is kept as base64.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return { at, type: 'chunk', text }
  } catch {
    let binary = ''
    for (const byte of bytes) binary += String.fromCharCode(byte)
    return { at, type: 'chunk', base64: btoa(binary) }
  }
}

/** The bytes of a chunk. */
export function chunkBytes(chunk: { text: string } | { base64: string }): Uint8Array {
  if ('text' in chunk) return new TextEncoder().encode(chunk.text)
  return Uint8Array.from(atob(chunk.base64), (character) => character.charCodeAt(0))
}
