/** An event to send, in the shape in which it is received; what is not given is not sent. */
export interface OutgoingEvent {
  /** The event's type; without it, and for `'message'`, no `event` line is written. */
  type?: string | undefined
  /** Text as it is, anything else as JSON. Without it, the client sees no event, but ID and reconnection time count. */
  data?: unknown
  /** The last event ID string from this event on; `''` resets it. */
  lastEventId?: string | undefined
  /** The reconnection time, in milliseconds. */
  retry?: number | undefined
}

/**
 * Writes an event in the format of an event stream (WHATWG HTML, section 9.2.5), blank line included. A text alone is its data.
 *
 * What a parser makes of it is the same event, but for two things that the format cannot hold: a CR or CRLF in the data
 * arrives as LF, and half a surrogate pair as U+FFFD. Events of `fetchEvents`, `readEvents`, `FetchEventSource` and the parser
 * pass as they are.
 *
 * @throws `TypeError`, which names the field: for a line end or a NUL in `type` or `lastEventId`, a `retry` that is no whole
 * number from 0 on, and data that JSON cannot hold.
 *
 * @example
 * ```ts
 * formatEvent({ type: 'price', data: { bid: 9.5 }, lastEventId: '7' }) // 'event: price\nid: 7\ndata: {"bid":9.5}\n\n'
 * formatEvent('two\nlines') // 'data: two\ndata: lines\n\n'
 * ```
 */
export function formatEvent(event: OutgoingEvent | string): string {
  if (typeof event === 'string') return `${dataLines(event)}\n`
  if (typeof event !== 'object' || event === null)
    throw new TypeError(`event: expected a string, or an object with data, got ${String(event)}`)
  const { type, data, lastEventId, retry } = event
  let lines = ''
  if (type !== undefined && type !== 'message') lines += `event: ${oneLine('type', type)}\n`
  if (lastEventId !== undefined) lines += `id: ${oneLine('lastEventId', lastEventId)}\n`
  if (retry !== undefined) lines += `retry: ${wholeNumber('retry', retry)}\n`
  if (data !== undefined) lines += dataLines(typeof data === 'string' ? data : json(data))
  return `${lines}\n`
}

/** The space after the colon is the one that a parser takes away: that of the data survives. */
function dataLines(text: string): string {
  return `data: ${text.replaceAll(/\r\n|\r|\n/g, '\ndata: ')}\n`
}

function json(data: unknown): string {
  let text: string | undefined
  let cause: unknown
  try {
    text = JSON.stringify(data)
  } catch (error) {
    cause = error
  }
  if (text !== undefined) return text
  throw new TypeError(`data: expected text, or what JSON can hold, got ${typeof data}`, { cause })
}

function oneLine(field: string, text: string): string {
  if (typeof text !== 'string')
    throw new TypeError(`${field}: expected a string, got ${JSON.stringify(text)}`)
  if (/[\r\n\0]/.test(text))
    throw new TypeError(`${field}: expected a single line without NUL, got ${JSON.stringify(text)}`)
  return text
}

function wholeNumber(field: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new TypeError(`${field}: expected whole milliseconds from 0 on, got ${String(value)}`)
  return value
}
