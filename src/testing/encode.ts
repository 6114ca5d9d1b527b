/** An event to send, in the shape in which it is received; what is not given is not sent. */
export interface TestEvent {
  type?: string
  /** Text as it is, anything else as JSON. Without it, the client sees no event, but the ID counts. */
  data?: unknown
  lastEventId?: string
  /** The reconnection time, in milliseconds. */
  retry?: number
}

/** The event in the format of an event stream. */
export function encodeEvent(event: TestEvent | string): string {
  const { type, data, lastEventId, retry } = typeof event === 'string' ? { data: event } : event
  const lines: string[] = []
  if (type !== undefined) lines.push(`event: ${oneLine('type', type)}`)
  if (lastEventId !== undefined) lines.push(`id: ${oneLine('lastEventId', lastEventId)}`)
  if (retry !== undefined) lines.push(`retry: ${retry}`)
  if (data !== undefined) {
    const text = typeof data === 'string' ? data : JSON.stringify(data)
    for (const line of text.split(/\r\n|\r|\n/)) lines.push(`data: ${line}`)
  }
  return [...lines, '', ''].join('\n')
}

/** The comment in the format of an event stream. */
export function encodeComment(text: string): string {
  return `:${oneLine('comment', text)}\n`
}

/** The bytes in so many chunks, none empty, or in chunks of these sizes and the rest. */
export function cut(source: Uint8Array | string, chunks: number | readonly number[]): Uint8Array[] {
  const bytes = typeof source === 'string' ? new TextEncoder().encode(source) : source
  const ends: number[] = []
  if (typeof chunks === 'number') {
    const count = Math.min(chunks, bytes.length)
    for (let index = 1; index < count; index++)
      ends.push(Math.floor((bytes.length * index) / count))
  } else {
    for (const size of chunks) ends.push((ends.at(-1) ?? 0) + size)
  }
  return [...ends, bytes.length].map((end, index) => bytes.slice(ends[index - 1] ?? 0, end))
}

function oneLine(name: string, text: string): string {
  if (/[\r\n]/.test(text))
    throw new TypeError(`${name}: expected a single line, got ${JSON.stringify(text)}`)
  return text
}
