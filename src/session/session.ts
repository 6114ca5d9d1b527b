import { EventSourceError } from '../errors.ts'
import { guarded, listen, MAX_DELAY, now, startBackgroundTimer } from '../platform.ts'
import type { ServerSentEvent } from '../stream/event.ts'
import { createParser, type EventStreamParser, type ParserCallbacks } from '../stream/parser.ts'
import { Connection, type ConnectionObserver } from './connection.ts'
import { pauseWhenHidden } from './connectivity.ts'
import type { SessionSettings } from './options.ts'
import { comesBack, endingOf } from './reconnection.ts'
import { isOneShot } from './request.ts'
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

/**
 * One subscription: one connection at a time, and another one when it is lost. What its connection and its parser call is
 * its own methods: closures would be 220 bytes of an idle stream.
 */
export class Session implements ConnectionObserver, ParserCallbacks {
  readonly #url: string
  readonly #settings: SessionSettings
  readonly #observer: SessionObserver
  readonly #parser: EventStreamParser
  /** Missing where no one traces: no record is made in vain. */
  readonly trace: ((entry: TraceEntry) => void) | undefined
  #detach: (() => void)[] | undefined

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
  /** The wait under way, or to come. */
  #wait: Wait | undefined

  constructor(url: string, settings: SessionSettings, observer: SessionObserver) {
    this.#url = url
    this.#settings = settings
    this.#observer = observer
    this.#reconnectionTime = settings.reconnect.delay
    const { trace } = settings
    this.trace =
      trace && ((entry) => guarded(() => trace({ ...entry, at: now(), attempt: this.#attempts })))
    this.#parser = createParser(this)
  }

  get readyState(): ReadyState {
    return this.#readyState
  }

  /** The string that the next request carries; the parser begins with the caller's. */
  get lastEventId(): string {
    return (this.#parser ?? this.#settings).lastEventId
  }

  get maxEventSize(): number {
    return this.#settings.maxEventSize
  }

  /** Begins. Nothing is sent before the caller's turn is over, so that a `close()` in it sends nothing at all. */
  start(): void {
    const { signal } = this.#settings
    if (signal?.aborted) return this.close('aborted')
    if (signal) this.#detach = [listen(signal, 'abort', () => this.close('aborted'))]
    if (this.#settings.pauseWhenHidden) (this.#detach ??= []).push(pauseWhenHidden(this))
    void this.#begin()
  }

  /** Closes for good. */
  close(reason: CloseReason = 'closed', error?: EventSourceError): void {
    if (this.#isClosed()) return
    this.#readyState = CLOSED
    for (const detach of this.#detach ?? []) detach()
    this.#parser.reset()
    if (error?.response) this.#discardSoon()
    else this.#drop()
    this.#wait?.skip()
    this.trace?.({ type: 'closed', reason, ...(error && { error }) })
    this.#observer.closed(reason, error)
  }

  /** Drops the connection, or the wait, and connects now. */
  reconnect(): void {
    if (this.#isClosed()) return
    this.#readyState = CONNECTING
    this.#drop()
    this.#wait?.skip()
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
    ;(this.#wait ??= new Wait()).hold()
    this.#drop()
  }

  /** Ends a `hold()`, and a wait with it. */
  release(): void {
    this.#wait?.release()
  }

  /** The request of a connection is about to be sent: the one before, if its body was still there to read, is over now. */
  sending(): void {
    this.#endPrevious()
    this.#bodySent = true
  }

  /** "Announce the connection": "if the readyState attribute is set to a value other than CLOSED, set it to OPEN and fire open". */
  opened(): void {
    this.#readyState = OPEN
    this.trace?.({ type: 'open' })
    if (this.#readyState === OPEN) this.#observer.opened()
  }

  drained(): Promise<void> | undefined {
    return this.#observer.drained?.()
  }

  onEvent(event: ServerSentEvent): void {
    const connection = this.#connection!
    connection.events++
    event.origin = connection.origin
    this.#observer.received(event)
  }

  onComment(text: string): void {
    const { onComment } = this.#settings
    if (onComment) guarded(() => onComment(text))
  }

  onRetry(milliseconds: number): void {
    this.#reconnectionTime = Math.min(milliseconds, MAX_DELAY)
    this.trace?.({ type: 'retry', milliseconds: this.#reconnectionTime })
  }

  /** The next attempt follows. Called, not awaited: no frame of the session is kept while a connection stands. */
  ended(connection: Connection, error: EventSourceError): void {
    if (this.#isClosed()) return
    // It was dropped.
    if (connection !== this.#connection) void this.#connect()
    else void this.#connect(error, this.#settle(connection, error))
  }

  #isClosed(): boolean {
    return this.#readyState === CLOSED
  }

  #endPrevious(): void {
    this.#previous?.drop()
    this.#previous = undefined
  }

  #drop(): void {
    this.#parser.reset()
    this.#endPrevious()
    this.#connection?.drop()
    this.#connection = undefined
  }

  /** A refused response's body is there for who begins to read it in this turn. */
  #discardSoon(): void {
    const connection = this.#connection
    startBackgroundTimer(() => connection?.discardRefused(), 0)
  }

  async #begin(): Promise<void> {
    await Promise.resolve()
    const futile = !this.#settings.fetch && whyFutile(this.#url)
    if (futile) this.close('failed', new EventSourceError('network', futile))
    else void this.#connect()
  }

  /** Begins the next attempt, after so many milliseconds; `undefined`: at once. */
  async #connect(error?: EventSourceError, milliseconds?: number): Promise<void> {
    if (this.#isClosed()) return
    if (milliseconds !== undefined || this.#wait?.isHeld) {
      this.trace?.({ type: 'waiting', milliseconds: milliseconds ?? 0, failures: this.#failures })
      await this.#wait!.for(milliseconds ?? 0, error?.retryAfter ?? 0)
      if (this.#isClosed()) return
    }
    this.#wait = undefined
    this.#parser.reset()
    this.#previous = this.#connection
    this.#connection = new Connection(this.#url, this.#settings, this.#parser, this, {
      number: ++this.#attempts,
      failures: this.#failures,
      lastEventId: this.lastEventId,
      error,
    })
    void this.#connection.run()
  }

  /** Reestablishes the connection, or closes. Returns how long to wait; `undefined`: not at all. */
  #settle(connection: Connection, error: EventSourceError): number | undefined {
    const { openedAt, attempt } = connection
    // From here on, as a callback of the caller may skip it.
    this.#wait ??= new Wait()
    this.#endPrevious()
    const stood = openedAt === undefined ? -1 : now() - openedAt
    const isGood = connection.events > 0 || stood >= this.#settings.reconnect.stableAfter
    this.#failures = isGood ? 0 : this.#failures + 1
    if (openedAt !== undefined) this.#askedAgain = false
    const verdict = judge(this.#settings, {
      ending: connection.ended ? 'ended' : endingOf(error),
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
    this.trace?.({ type: 'lost', error })
    if (!this.#isClosed()) this.#observer.lost(error, verdict.wait)
    if (error.response) this.#discardSoon()
    return verdict.wait
  }
}

/** "unless the user agent knows that to be futile, in which case the user agent may fail the connection": what fetch never does. */
function whyFutile(url: string): string | undefined {
  if (!/^(https?|data|blob|file):/.test(url)) return `fetch cannot do ${new URL(url).protocol} URLs`
  if (/^https?:\/\/[^/?#]*@/.test(url))
    return 'fetch takes no credentials in a URL; send an Authorization header'
  return undefined
}
