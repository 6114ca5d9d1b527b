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
  | 'incomplete'
  | 'not-streamable'

/**
 * How far an attempt had got: nothing was sent; it was sent, and no one answered; the answer was not an event stream; or the
 * stream was being read.
 */
export type AttemptPhase = 'unsent' | 'unanswered' | 'refused' | 'streaming'

/** What an {@link EventSourceError} knows beyond its code and message. */
export interface EventSourceErrorDetail {
  attempt?: number
  phase?: AttemptPhase
  status?: number
  contentType?: string
  retryAfter?: number
  response?: Response
  body?: string
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
 * | `request` | a function that makes the request threw, or gave what `fetch` refuses; nothing was sent |
 * | `http-status` | any status but 200; see `status`, `response`, `body`, `retryAfter` |
 * | `content-type` | not `text/event-stream`; see `contentType`, `response`, `body` |
 * | `connect-timeout` | no response headers within `connectTimeout` |
 * | `idle-timeout` | no byte within `idleTimeout`, or no event within `eventTimeout` |
 * | `event-too-large` | an event over `maxEventSize` |
 * | `invalid-data` | `parse` refused an event; `data` is its raw text |
 * | `body-not-replayable` | a one-shot body (a stream) would be needed a second time |
 * | `not-resumable` | lost without a last event ID, with a method that must not be repeated blindly |
 * | `too-many-attempts` | `maxAttempts` bad attempts in a row; `cause` is the last one's error |
 * | `incomplete` | the stream ended in the middle of an event, or before the one that `until` names |
 * | `not-streamable` | what `fetch` gave cannot be read as it arrives; another `fetch` is needed |
 *
 * Every message begins with the code, which so survives `structuredClone` and a log. No message and no field holds a header
 * value or a query string. `JSON.stringify` gives the message and all fields but `response` and `cause`.
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
  /** The number of the attempt that failed, from 1; 0 where there was no connection (`readEvents`, a bare parser). */
  readonly attempt: number
  /** How far the attempt had got. */
  readonly phase: AttemptPhase
  /** The HTTP status of the refused response. */
  declare readonly status?: number
  /** The content type of the refused response, as it was sent. */
  declare readonly contentType?: string
  /** How long the server's `Retry-After` asks to wait, in milliseconds. */
  declare readonly retryAfter?: number
  /** The refused response. Start to read its body in the turn in which you get the error: unread, it is cancelled right after. */
  declare readonly response?: Response
  /** The text of the refused response's body, as far as the option `errorBody` has it read. */
  declare readonly body?: string
  /** The raw text of an event that `parse` refused. */
  declare readonly data?: string

  constructor(code: EventSourceErrorCode, message: string, detail: EventSourceErrorDetail = {}) {
    const { cause, response, attempt = 0, phase = 'streaming', ...rest } = detail
    super(`${code}: ${message}`, 'cause' in detail ? { cause } : undefined)
    this.code = code
    this.attempt = attempt
    this.phase = phase
    Object.assign(this, rest)
    // Not enumerable: a logger that prints an error's fields shall print no URL with its query, and no cookies.
    Object.defineProperties(this, {
      name: { value: 'EventSourceError' },
      [brand]: { value: true },
      ...(response && { response: { value: response } }),
    })
  }

  toJSON(): object {
    return Object.assign({ name: this.name, message: this.message }, this)
  }

  /** Whether a value is an `EventSourceError`, also one of another realm or of another copy of this package. */
  static is(value: unknown): value is EventSourceError {
    return typeof value === 'object' && value !== null && brand in value
  }
}

/** What the message of an error says after its code. */
export function said({ code, message }: EventSourceError): string {
  return message.slice(code.length + 2)
}

/** What a thrown value says; anything may be thrown. */
export function messageOf(value: unknown): string {
  try {
    return value instanceof Error ? value.message : String(value)
  } catch {
    return 'an object without a text'
  }
}

/** How a message names what is not as it was expected: an object or a function by its kind. */
export function shown(value: unknown): string {
  return Object(value) === value || value === null
    ? Object.prototype.toString.call(value).slice(8, -1)
    : String(value)
}

/** An error's `cause`, if that is an error too. */
export function causeOf(error: unknown): Error | undefined {
  return error instanceof Error && error.cause instanceof Error ? error.cause : undefined
}

/**
 * Has V8 format the stacks of an error and of its causes. Until then they keep what the frames of them were called on alive:
 * a connection, the error before it, and so on back to the first, 4 KiB each.
 */
export function settleStacks(error: unknown): void {
  for (let one = error, depth = 0; one instanceof Error && depth < 10; one = one.cause, depth++)
    void one.stack
}
