/** What went wrong, in one word; {@link EventSourceError} says what each means. */
export type EventSourceErrorCode =
  | 'network'
  | 'request'
  | 'http-status'
  | 'content-type'
  | 'connect-timeout'
  | 'idle-timeout'
  | 'event-too-large'
  | 'invalid-data'
  | 'body-not-replayable'
  | 'not-resumable'
  | 'too-many-attempts'

/** What an {@link EventSourceError} knows beyond its code and message. */
export interface EventSourceErrorDetail {
  status?: number
  contentType?: string
  retryAfter?: number
  attempt?: number
  response?: Response
  data?: string
  cause?: unknown
}

// Registered, so that two copies of the package, or two realms, know each other's errors.
const brand: unique symbol = Symbol.for('millrace.EventSourceError')

/**
 * Why a connection failed or was lost, or why an event could not be used.
 *
 * | code | meaning |
 * | --- | --- |
 * | `network` | refused, reset, cut off, or ended; `cause` is what `fetch` said |
 * | `request` | the `headers` or `body` function threw, or gave what `fetch` refuses; nothing was sent |
 * | `http-status` | any status but 200; see `status`, `response`, `retryAfter` |
 * | `content-type` | not `text/event-stream`; see `contentType`, `response` |
 * | `connect-timeout` | no response headers within `connectTimeout` |
 * | `idle-timeout` | no byte within `idleTimeout`, or no event within `eventTimeout` |
 * | `event-too-large` | an event over `maxEventSize` |
 * | `invalid-data` | `parse` refused an event; `data` is its raw text |
 * | `body-not-replayable` | a one-shot body (a stream) would be needed a second time |
 * | `not-resumable` | lost without a last event ID, with a method that must not be repeated blindly |
 * | `too-many-attempts` | `maxAttempts` bad attempts in a row; `cause` is the last one's error |
 *
 * No message and no field holds a header value or a query string.
 *
 * @example
 * ```ts
 * try {
 *   for await (const event of fetchEvents('https://example.com/feed')) console.log(event.data)
 * } catch (error) {
 *   if (EventSourceError.is(error) && error.status === 429) console.log(await error.response?.json())
 *   else throw error
 * }
 * ```
 */
export class EventSourceError extends Error {
  /** What went wrong, to branch on. */
  readonly code: EventSourceErrorCode
  /** The HTTP status of the refused response. */
  declare readonly status?: number
  /** The content type of the refused response, as it was sent. */
  declare readonly contentType?: string
  /** How long the server's `Retry-After` asks to wait, in milliseconds. */
  declare readonly retryAfter?: number
  /** The number of the attempt that failed, from 1; 0 where there was no connection (`readEvents`, a bare parser). */
  readonly attempt: number
  /** The refused response. Start to read its body in the turn in which you get the error: unread, it is cancelled right after. */
  declare readonly response?: Response
  /** The raw text of an event that `parse` refused. */
  declare readonly data?: string

  constructor(code: EventSourceErrorCode, message: string, detail: EventSourceErrorDetail = {}) {
    const { cause, attempt = 0, response, ...rest } = detail
    super(message, 'cause' in detail ? { cause } : undefined)
    this.code = code
    this.attempt = attempt
    Object.assign(this, rest)
    // Not enumerable: a logger that prints an error's fields shall print no URL with its query, and no cookies.
    Object.defineProperties(this, {
      name: { value: 'EventSourceError' },
      [brand]: { value: true },
      ...(response && { response: { value: response } }),
    })
  }

  /** Whether a value is an `EventSourceError`, also one of another realm or of another copy of this package. */
  static is(value: unknown): value is EventSourceError {
    return typeof value === 'object' && value !== null && brand in value
  }
}

/** What a thrown value says. */
export function messageOf(value: unknown): string {
  return value instanceof Error ? value.message : String(value)
}
