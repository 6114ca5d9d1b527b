import { EventSourceError } from '../errors.ts'
import { guarded, MAX_DELAY, now, startBackgroundTimer } from '../platform.ts'
import type { ServerSentEvent } from '../stream/event.ts'
import { createParser, type EventStreamParser } from '../stream/parser.ts'
import { Connection, type ConnectionObserver } from './connection.ts'
import { pauseWhenHidden } from './connectivity.ts'
import type { SessionSettings } from './options.ts'
import { comesBack, type Ending, endingOf } from './reconnection.ts'
import { isOneShot, messageOf } from './request.ts'
import type { CloseReason, TraceEntry } from './trace.ts'
import { judge } from './verdict.ts'
import { Wait } from './wait.ts'

/** "The connection has not yet been established, or it was closed and the user agent is reconnecting." */
export const CONNECTING = 0
/** "The user agent has an open connection and is dispatching events as it receives them." */
export const OPEN = 1
/** "The connection is not open, and the user agent is not trying to reconnect." */
export const CLOSED = 2

export type ReadyState = typeof CONNECTING | typeof OPEN | typeof CLOSED

/** What a face makes of what a session tells it. Nothing is told after `closed`, and nothing told may throw. */
export interface SessionObserver {
  /** The connection is announced. */
  opened(): void
  /** An event came; the object is the observer's to keep. */
  received(event: ServerSentEvent): void
  /** The connection is to be reestablished, in so many milliseconds. */
  lost(error: EventSourceError, reconnectIn: number): void
  /** The end; `error` says why, where it is not what the caller wanted. */
  closed(reason: CloseReason, error: EventSourceError | undefined): void
  /** Resolves when what was received was taken; `undefined`: it was. Nothing more is read until then. */
  drained?(): Promise<void> | undefined
}

interface Result {
  ending: Ending
  error: EventSourceError
}

/** One subscription: one connection at a time, and another one when it is lost. */
export class Session implements ConnectionObserver {
  readonly #url: string
  readonly #settings: SessionSettings
  readonly #observer: SessionObserver
  readonly #parser: EventStreamParser
  readonly #detach: (() => void)[] = []

  #readyState: ReadyState = CONNECTING
  /** "An event source's reconnection time": the server's, once it has sent one. */
  #reconnectionTime: number
  #connection: Connection | undefined
  #previous: Connection | undefined
  #attempts = 0
  /** How many attempts in a row were bad. */
  #failures = 0
  /** Whether a 401 has made us ask `headers` again since the last stream. */
  #askedAgain = false
  /** Whether the body was handed to `fetch` once. */
  #bodySent = false
  readonly #wait = new Wait()

  constructor(url: string, settings: SessionSettings, observer: SessionObserver) {
    this.#url = url
    this.#settings = settings
    this.#observer = observer
    this.#reconnectionTime = settings.reconnect.delay
    const { onComment } = settings
    this.#parser = createParser({
      lastEventId: settings.lastEventId,
      maxEventSize: settings.maxEventSize,
      onEvent: (event) => {
        const connection = this.#connection!
        connection.events++
        event.origin = connection.origin
        observer.received(event)
      },
      onComment: onComment && ((text) => guarded(() => onComment(text))),
      onRetry: (milliseconds) => {
        this.#reconnectionTime = Math.min(milliseconds, MAX_DELAY)
        this.trace({ type: 'retry', milliseconds: this.#reconnectionTime })
      },
    })
  }

  get readyState(): ReadyState {
    return this.#readyState
  }

  /** The string that the next request carries. */
  get lastEventId(): string {
    return this.#parser.lastEventId
  }

  /** Begins. Nothing is sent before the caller's turn is over, so that a `close()` in it sends nothing at all. */
  start(): void {
    const { signal } = this.#settings
    if (signal?.aborted) return this.close('aborted')
    if (signal) {
      const onAbort = () => this.close('aborted')
      signal.addEventListener('abort', onAbort)
      this.#detach.push(() => signal.removeEventListener('abort', onAbort))
    }
    if (this.#settings.pauseWhenHidden) this.#detach.push(pauseWhenHidden(this))
    void this.#run()
  }

  /** Closes for good. */
  close(reason: CloseReason = 'closed', error?: EventSourceError): void {
    if (this.#isClosed()) return
    this.#readyState = CLOSED
    for (const detach of this.#detach) detach()
    this.#parser.reset()
    if (error?.response) this.#discardSoon()
    else this.#drop()
    this.#wait.skip()
    this.trace({ type: 'closed', reason, ...(error && { error }) })
    this.#observer.closed(reason, error)
  }

  /** Drops the connection, or the wait, and connects now. */
  reconnect(): void {
    if (this.#isClosed()) return
    this.#readyState = CONNECTING
    this.#drop()
    this.#wait.skip()
  }

  /** Drops the connection, if it can be resumed, and makes none until `release()`. */
  hold(): void {
    const { reconnect, body } = this.#settings
    if (
      !comesBack('lost', undefined, reconnect, this.lastEventId) ||
      (this.#bodySent && isOneShot(body))
    )
      return
    this.#readyState = CONNECTING
    this.#wait.hold()
    this.#drop()
  }

  /** Ends a `hold()`, and a wait with it. */
  release(): void {
    this.#wait.release()
  }

  /** The request of a connection is about to be sent: the one before, if its body was still there to read, is over now. */
  sending(): void {
    this.#endPrevious()
    this.#bodySent = true
  }

  /** "Announce the connection": "if the readyState attribute is set to a value other than CLOSED, set it to OPEN and fire open". */
  opened(): void {
    this.#readyState = OPEN
    this.trace({ type: 'open' })
    if (this.#readyState === OPEN) this.#observer.opened()
  }

  drained(): Promise<void> | undefined {
    return this.#observer.drained?.()
  }

  trace(entry: TraceEntry): void {
    const { trace } = this.#settings
    if (trace) guarded(() => trace({ ...entry, at: now(), attempt: this.#attempts }))
  }

  #isClosed(): boolean {
    return this.#readyState === CLOSED
  }

  #endPrevious(): void {
    this.#previous?.discardRefused()
    this.#previous?.drop()
    this.#previous = undefined
  }

  #drop(): void {
    this.#parser.reset()
    this.#endPrevious()
    this.#connection?.discardRefused()
    this.#connection?.drop()
  }

  /** A refused response's body is there for who begins to read it in this turn. */
  #discardSoon(): void {
    const connection = this.#connection
    startBackgroundTimer(() => connection?.discardRefused(), 0)
  }

  async #run(): Promise<void> {
    await Promise.resolve()
    const futile = this.#settings.fetch ? undefined : whyFutile(new URL(this.#url))
    if (futile) return this.close('failed', this.#error(futile))
    let error: EventSourceError | undefined
    let wait: number | undefined
    while (!this.#isClosed()) {
      if (wait !== undefined || this.#wait.isHeld) {
        this.trace({ type: 'waiting', milliseconds: wait ?? 0, failures: this.#failures })
        await this.#wait.for(wait ?? 0, error?.retryAfter ?? 0)
        if (this.#isClosed()) return
      }
      const connection = this.#nextConnection(error)
      const result = await this.#resultOf(connection)
      if (this.#isClosed()) return
      error = result?.error
      wait = result && this.#settle(connection, result)
    }
  }

  #nextConnection(error: EventSourceError | undefined): Connection {
    this.#wait.unskip()
    this.#parser.reset()
    this.#previous = this.#connection
    return (this.#connection = new Connection(this.#url, this.#settings, this.#parser, this, {
      number: ++this.#attempts,
      failures: this.#failures,
      lastEventId: this.lastEventId,
      error,
    }))
  }

  /** How a connection ended; `undefined` if it was dropped to make another. */
  async #resultOf(connection: Connection): Promise<Result | undefined> {
    try {
      await connection.run()
      return { ending: 'ended', error: this.#error('The server ended the stream') }
    } catch (thrown) {
      if (connection.dropped) return undefined
      const error = EventSourceError.is(thrown) ? thrown : this.#error(messageOf(thrown), thrown)
      return { ending: endingOf(error), error }
    }
  }

  #error(message: string, cause?: unknown): EventSourceError {
    return new EventSourceError('network', message, {
      attempt: this.#attempts,
      ...(cause !== undefined && { cause }),
    })
  }

  /** Reestablishes the connection, or closes. Returns how long to wait; `undefined`: not at all. */
  #settle(connection: Connection, { ending, error }: Result): number | undefined {
    const { openedAt, attempt } = connection
    this.#endPrevious()
    const stood = openedAt === undefined ? 0 : now() - openedAt
    const isGood =
      connection.events > 0 ||
      (openedAt !== undefined && stood >= this.#settings.reconnect.stableAfter)
    this.#failures = isGood ? 0 : this.#failures + 1
    if (openedAt !== undefined) this.#askedAgain = false
    const verdict = judge(this.#settings, {
      ending,
      error,
      attempt,
      failures: this.#failures,
      lastEventId: this.lastEventId,
      reconnectionTime: this.#reconnectionTime,
      askedAgain: this.#askedAgain,
      bodySent: this.#bodySent,
    })
    // `decide` may have called close().
    if (this.#isClosed()) return undefined
    if (verdict.wait === undefined) {
      this.close(verdict.reason, verdict.error)
      return undefined
    }
    if (verdict.asksAgain) {
      this.#askedAgain = true
      return undefined
    }
    // "Reestablish the connection": "set the readyState attribute to CONNECTING", "Fire an event named error".
    this.#readyState = CONNECTING
    this.trace({ type: 'lost', error })
    if (!this.#isClosed()) this.#observer.lost(error, verdict.wait)
    if (error.response) this.#discardSoon()
    return verdict.wait
  }
}

/** "unless the user agent knows that to be futile, in which case the user agent may fail the connection": what fetch never does. */
function whyFutile({ protocol, username, password }: URL): string | undefined {
  if (!['http:', 'https:', 'data:', 'blob:', 'file:'].includes(protocol))
    return `fetch cannot do ${protocol} URLs`
  if (username || password)
    return 'fetch takes no user name or password in a URL; send an Authorization header instead'
  return undefined
}
