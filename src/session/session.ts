import type { EventSourceError } from '../errors.ts'
import { listen } from '../platform/page.ts'
import { guarded, reportException } from '../platform/report.ts'
import { now, startBackgroundTimer } from '../platform/timers.ts'
import type { ServerSentEvent } from '../stream/event.ts'
import type { Opening } from './attempt.ts'
import { Connection } from './connection.ts'
import { checkOnWake, isDoubtful, pauseWhenHidden } from './connectivity.ts'
import { deliver, type Recipient } from './delivery.ts'
import { History } from './history.ts'
import type { ConnectionObserver, SessionObserver } from './observers.ts'
import type { SessionSettings } from './options.ts'
import { CLOSED, CONNECTING, OPEN, type ReadyState } from './ready-state.ts'
import { comesBack, type Decision, type Ending } from './reconnection.ts'
import { isOneShot } from './request.ts'
import type { CloseReason, LastEventIdCarrier, TraceEntry } from './trace.ts'
import { parameterOf } from './url.ts'
import { checkedDecision, isThenable, judge, whenOf } from './verdict.ts'
import { AT_ONCE, type Deadlines, Wait } from './wait.ts'

/**
 * One subscription: one connection at a time, and another one when it is lost. What its connection calls is its own methods:
 * closures would be 220 bytes of an idle stream (`npm run bench -- memory`).
 */
export class Session implements ConnectionObserver, Recipient {
  readonly #url: string
  readonly #settings: SessionSettings
  readonly #observer: SessionObserver
  /** Missing where no one traces: no record is made in vain. */
  readonly trace: ((entry: TraceEntry) => void) | undefined
  readonly #detach: (() => void)[] = []

  #readyState: ReadyState = CONNECTING
  /** As of the connection before. */
  #lastEventId: string
  #connection: Connection | undefined
  /** The one before, whose refused body the caller may read. */
  #previous: Connection | undefined
  /** The wait under way. */
  #wait: Wait | undefined
  /** Counts what leads to another connection, or to none: what is no longer the latest goes no further. */
  #turn = 0
  /** Whether no connection is to be made for now. */
  #isHeld = false
  readonly #history: History
  isBodySent = false
  openedWith: LastEventIdCarrier | undefined

  constructor(url: string, settings: SessionSettings, observer: SessionObserver) {
    const { lastEventId, lastEventIdParam, reconnect, trace } = settings
    this.#url = url
    this.#settings = settings
    this.#observer = observer
    this.#lastEventId =
      lastEventId || (lastEventIdParam === undefined ? '' : parameterOf(url, lastEventIdParam))
    this.#history = new History(reconnect)
    this.trace =
      trace &&
      ((entry) => guarded(() => trace({ ...entry, at: now(), attempt: this.#history.attempts })))
  }

  get readyState(): ReadyState {
    return this.#readyState
  }

  get isClosed(): boolean {
    return this.#readyState === CLOSED
  }

  /** The string that the next request carries. */
  get lastEventId(): string {
    return this.#connection?.lastEventId ?? this.#lastEventId
  }

  /** Begins. Nothing is sent before the caller's turn is over, so that a `close()` in it sends nothing at all. */
  start(): void {
    const settings = this.#settings
    const { signal } = settings
    if (signal?.aborted) return this.close('aborted')
    if (signal) this.#detach.push(listen(signal, 'abort', () => this.close('aborted')))
    if (settings.pauseWhenHidden) this.#detach.push(pauseWhenHidden(this))
    if (settings.checkOnWake) this.#detach.push(checkOnWake(this))
    void this.#connect()
  }

  /** Closes for good; "fail the connection", if there is an error. */
  close(reason: CloseReason = 'closed', error?: EventSourceError): void {
    if (this.isClosed) return
    this.#readyState = CLOSED
    this.#turn++
    for (const detach of this.#detach) detach()
    if (error?.response) this.#discardSoon()
    else this.#drop()
    this.trace?.({ type: 'closed', reason, ...(error && { error }) })
    this.#observer.closed(reason, error)
  }

  /** Drops the connection, or the wait, and connects now. */
  reconnect(): void {
    if (this.isClosed) return
    this.#isHeld = false
    this.#replace()
  }

  /** Drops the connection, if it can be resumed, and makes none until `release()`. */
  hold(): void {
    if (!this.#isResumable()) return
    this.#isHeld = true
    if (this.#wait) return this.#wait.hold()
    if (this.#connection) this.#replace()
  }

  /** Ends a `hold()`; a wait goes on to its end. */
  release(): void {
    this.#isHeld = false
    this.#wait?.release()
  }

  /** Replaces a connection that may have died unseen, if it can be resumed. */
  wake(): void {
    const mayBeDead = isDoubtful(this.#connection?.arrivedAt)
    if (mayBeDead && this.#readyState === OPEN && this.lastEventId !== '') this.reconnect()
  }

  sending(): void {
    // No source has two connections: the one before is over now, whoever reads its body.
    this.#endPrevious(true)
    this.isBodySent = true
  }

  /** "Announce the connection": "if the readyState attribute is set to a value other than CLOSED", it becomes OPEN, and `open` is fired. */
  announce(opening: Opening): void {
    const { onOpen } = this.#settings
    this.#readyState = OPEN
    this.openedWith = this.#connection!.carrier
    this.trace?.({ type: 'open' })
    if (onOpen && this.#readyState === OPEN) guarded(() => onOpen(opening))
    if (this.#readyState === OPEN) this.#observer.opened?.(opening)
  }

  receive(event: ServerSentEvent<unknown>): void {
    deliver(event, this.#settings, this, this.#history.attempts)
  }

  received(event: ServerSentEvent<unknown>): void {
    const { onEvent } = this.#settings
    if (onEvent) guarded(() => onEvent(event))
    // Also where that has asked for another connection, which resumes after this event.
    if (!this.isClosed) this.#observer.received?.(event)
  }

  invalid(error: EventSourceError): void {
    this.#observer.invalid?.(error)
  }

  finished(): void {
    this.close('ended')
  }

  drained(): Promise<void> | undefined {
    return this.#observer.drained?.()
  }

  setReconnectionTime(milliseconds: number): void {
    this.#history.setReconnectionTime(milliseconds)
    this.trace?.({ type: 'retry', milliseconds: this.#history.reconnectionTime })
  }

  ended(connection: Connection, error: EventSourceError, ending: Ending): void {
    const { headers, request, reconnect } = this.#settings
    this.#lastEventId = connection.lastEventId
    this.#connection = undefined
    if (error.response) this.#previous = connection
    const canAsk = typeof headers === 'function' || request !== undefined
    if (this.#history.end(connection, error, canAsk)) {
      this.#discardSoon()
      const deadlines = this.#history.deadlines(0, 0, false)
      return void this.#connect(error, deadlines.notBefore > 0 ? deadlines : undefined)
    }

    const turn = ++this.#turn
    const follow = (given: unknown): void => {
      if (turn === this.#turn) this.#follow(connection, error, ending, checkedDecision(given))
    }
    const { decide } = reconnect
    const isAsked = decide && error.status !== 204
    const given = isAsked && guarded(() => decide(error, connection.attempt))
    if (!isThenable(given)) return follow(given)
    if (turn === this.#turn) {
      this.#readyState = CONNECTING
      this.#observer.connecting?.()
    }
    given.then(follow, (thrown: unknown) => {
      reportException(thrown)
      follow(undefined)
    })
  }

  /** Reestablishes the connection, or fails it. */
  #follow(
    connection: Connection,
    error: EventSourceError,
    ending: Ending,
    decision: Decision,
  ): void {
    const { isBodySent, lastEventId } = this
    const { failures, reconnectionTime } = this.#history
    const { method } = connection
    const it = { ending, error, method, failures, lastEventId, reconnectionTime, isBodySent }
    const verdict = judge(this.#settings, it, decision)
    if (verdict.kind === 'close') return this.close(verdict.reason, verdict.error)
    const { dueIn, notBefore } = verdict
    this.#reestablish(error, this.#history.deadlines(dueIn, notBefore, connection.events > 0))
  }

  /** "Reestablish the connection": "Set the readyState attribute to CONNECTING." and "Fire an event named error". */
  #reestablish(error: EventSourceError, deadlines: Deadlines): void {
    const turn = ++this.#turn
    this.#readyState = CONNECTING
    this.trace?.({ type: 'lost', error })
    if (turn === this.#turn)
      this.#observer.lost?.(error, Math.max(deadlines.dueIn, deadlines.notBefore))
    if (turn !== this.#turn) return
    if (error.response) this.#discardSoon()
    void this.#connect(error, deadlines)
  }

  /** Makes the next connection, after a wait if there is one; nothing, if something else comes in between. */
  async #connect(error?: EventSourceError, deadlines?: Deadlines): Promise<void> {
    const turn = ++this.#turn
    let isEarly = false
    if (deadlines || this.#isHeld) {
      const { dueIn, notBefore } = (deadlines ??= AT_ONCE)
      const milliseconds = Math.max(dueIn, notBefore)
      this.trace?.({ type: 'waiting', milliseconds, failures: this.#history.failures })
      if (turn !== this.#turn) return
      const wait = (this.#wait = new Wait(deadlines, this.#isHeld))
      await wait.over
      if (turn !== this.#turn) return
      this.#wait = undefined
      isEarly = wait.isEarly
    } else {
      await Promise.resolve()
      if (turn !== this.#turn) return
      if (this.#isHeld) return void this.#connect(error)
    }
    this.#history.begin(isEarly, error)
    this.#connection = new Connection(this.#settings, this, {
      number: this.#history.attempts,
      failures: this.#history.failures,
      lastEventId: this.#lastEventId,
      error,
    })
    void this.#connection.run(this.#url)
  }

  #isResumable(): boolean {
    const { reconnect, body, request, method } = this.#settings
    const when = whenOf(reconnect, this.#connection?.method ?? method)
    return (
      comesBack('lost', undefined, when, [], this.lastEventId) &&
      !(this.isBodySent && isOneShot(body) && request === undefined)
    )
  }

  #endPrevious(hasToGo = false): void {
    this.#previous?.drop(hasToGo)
    this.#previous = undefined
  }

  /** Makes another connection in place of the one that there is, or of the wait. */
  #replace(): void {
    this.#drop()
    void this.#connect()
    this.#readyState = CONNECTING
    this.#observer.connecting?.()
  }

  /** Ends the connection, or the wait for one. */
  #drop(): void {
    this.#turn++
    this.#wait?.skip()
    this.#wait = undefined
    this.#endPrevious()
    const connection = this.#connection
    if (!connection) return
    this.#connection = undefined
    this.#lastEventId = connection.lastEventId
    connection.drop()
  }

  /** A refused response's body is there for who begins to read it in this turn. */
  #discardSoon(): void {
    const previous = this.#previous
    startBackgroundTimer(() => {
      previous?.drop()
      if (this.isClosed) this.#previous = undefined
    }, 0)
  }
}
