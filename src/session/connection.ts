import { type AttemptPhase, EventSourceError, messageOf, settleStacks } from '../errors.ts'
import { isCrossOrigin } from '../platform/page.ts'
import { guarded } from '../platform/report.ts'
import { currentTime, now, overdueTurn } from '../platform/timers.ts'
import { type ChunkReader, readChunks } from '../stream/chunks.ts'
import { createParser, type EventStreamParser } from '../stream/parser.ts'
import type { Attempt } from './attempt.ts'
import { Countdown } from './countdown.ts'
import { readErrorBody } from './error-body.ts'
import type { FetchLikeResponse } from './fetch-like.ts'
import { lostConnection } from './lost-connection.ts'
import type { ConnectionObserver } from './observers.ts'
import type { SessionSettings } from './options.ts'
import { type Ending, endingOf } from './reconnection.ts'
import { type AttemptRequest, buildRequest, refusalByFetch } from './request.ts'
import { discard, headerOf, refuse } from './response.ts'
import type { LastEventIdCarrier } from './trace.ts'
import { originOf, redactText, redactURL } from './url.ts'

/** An {@link Attempt} before it has a signal. */
export type AttemptDetail = Omit<Attempt, 'signal'>

type Chunk = Awaited<ReturnType<ChunkReader['read']>>

/** Thrown where the connection was dropped meanwhile: no one is told. */
const DROPPED: unique symbol = Symbol('dropped')

const DISCARDED_LIMIT = 200

/** One attempt: a request, its response, and the reading of the stream to its end. */
export class Connection {
  readonly attempt: Attempt
  /** The method that was sent. */
  method: string
  carrier: LastEventIdCarrier = 'none'
  /** How many events came. */
  events = 0
  /** When the response was found to be an event stream. */
  openedAt: number | undefined
  /** When something came last, by the date; only where `checkOnWake` wants to know. */
  arrivedAt = 0

  readonly #settings: SessionSettings
  readonly #observer: ConnectionObserver
  readonly #controller = new AbortController()
  #phase: AttemptPhase = 'unsent'
  #isOver = false
  /** Ends the wait for the caller's functions, or for `fetch`. */
  #reject: ((reason: unknown) => void) | undefined
  #connecting: Countdown | undefined
  #idle: Countdown | undefined
  #eventless: Countdown | undefined
  #refused: FetchLikeResponse | undefined
  #reader: ChunkReader | undefined
  #parser: EventStreamParser | undefined

  constructor(settings: SessionSettings, observer: ConnectionObserver, detail: AttemptDetail) {
    this.#settings = settings
    this.#observer = observer
    this.method = settings.method
    // What a callback writes to it must not change the request.
    this.attempt = Object.freeze({ ...detail, signal: this.#controller.signal })
  }

  /** The last event ID string, as of the last blank line. */
  get lastEventId(): string {
    return this.#parser?.lastEventId ?? this.attempt.lastEventId
  }

  /** Connects, and begins to read. That is not awaited: this frame would stay as long as the stream, and the response with it. */
  async run(url: string): Promise<void> {
    const { connectTimeout, accept, errorBody } = this.#settings
    let response: FetchLikeResponse | undefined
    try {
      this.#connecting = this.#countdown(connectTimeout, 'connect-timeout', 'response came within')
      this.#connecting?.restart()
      const { isBodySent } = this.#observer
      const request = await this.#unlessOver(
        buildRequest(url, this.#settings, this.attempt, isBodySent),
      )
      this.#assertOn()
      this.method = request.init.method
      this.carrier = request.carrier
      if (request.futile) return this.#end(request.futile, 'failed')
      this.#observer.sending()
      response = await this.#unlessOver(this.#fetch(request), discard)
      this.#connecting?.stop()
      // It keeps the response alive.
      this.#reject = undefined
      this.#assertOn()
      this.#observer.trace?.({
        type: 'response',
        status: response.status,
        contentType: headerOf(response, 'content-type'),
        url: redactURL(response.url ?? ''),
      })
      this.#assertOn()
      const refusal = refuse(response, accept)
      this.#assertOn()
      if (refusal) {
        this.#phase = 'refused'
        if (errorBody > 0) {
          this.#reader = readChunks(response.body)
          const body = await this.#unlessOver(readErrorBody(this.#reader, errorBody))
          Object.assign(refusal, { body })
        } else this.#refused = response
        throw refusal
      }
      // Before anyone is told: what cannot be read was never open.
      this.#reader = readChunks(response.body)
      this.#open(response, originOf(response.url || request.url, request.url))
    } catch (thrown) {
      if (!this.#refused && !this.#reader) discard(response)
      this.#end(thrown)
    }
  }

  /** Ends it, whatever it is at, and tells no one. A refused response's body that the caller has begun to read is left to the caller, unless it has to go. */
  drop(hasToGo = false): void {
    this.#isOver = true
    this.#stopTimers()
    this.#parser?.reset()
    // Firefox (153) keeps the connection of a body that was cancelled, until the request is aborted too.
    if (!this.#refused || discard(this.#refused) || hasToGo) this.#release()
  }

  async #fetch({ url, init, carrier }: AttemptRequest): Promise<FetchLikeResponse> {
    const { method } = init
    this.#observer.trace?.({ type: 'request', method, url: redactURL(url), lastEventId: carrier })
    this.#assertOn()
    this.#phase = 'unanswered'
    const { fetch: given } = this.#settings
    let response: unknown
    try {
      response = await (given ? given(url, init) : fetch(url, init))
    } catch (cause) {
      const refused = refusalByFetch(cause, url, given ? undefined : init)
      if (refused) {
        this.#phase = 'unsent'
        this.#end(refused, 'failed')
      }
      const mayBePreflight =
        carrier === 'header' &&
        this.#observer.openedWith === 'none' &&
        isCrossOrigin(originOf(url, url))
      throw lostConnection('failed', cause, mayBePreflight)
    }
    if (typeof response === 'object' && response !== null) return response as FetchLikeResponse
    throw new TypeError(`it gave ${String(response)}, expected a Response`)
  }

  /** "Announce the connection", and read it. */
  #open(response: FetchLikeResponse, origin: string): void {
    const { attempt } = this
    const { onComment, maxEventSize, checkOnWake, idleTimeout, eventTimeout } = this.#settings
    const { trace } = this.#observer
    this.#phase = 'streaming'
    this.openedAt = now()
    if (checkOnWake) this.arrivedAt = currentTime()
    this.#parser = createParser({
      lastEventId: attempt.lastEventId,
      maxEventSize,
      onEvent: (event) => {
        this.events++
        event.origin = origin
        this.#observer.receive(event)
      },
      onRetry: (milliseconds) => this.#observer.setReconnectionTime(milliseconds),
      onComment: onComment && ((text) => guarded(() => onComment(text))),
      onDiscarded:
        trace &&
        ((kind, text) => trace({ type: 'discarded', kind, text: text.slice(0, DISCARDED_LIMIT) })),
    })
    const { status, headers, url, redirected = false } = response
    const isSent = this.carrier === 'header' || this.carrier === 'parameter'
    this.#observer.announce({
      response: { status, headers: headers as Headers, url, redirected },
      attempt: attempt.number,
      resumedFrom: isSent ? attempt.lastEventId : '',
    })
    this.#assertOn()
    this.#idle = this.#countdown(idleTimeout, 'idle-timeout', 'byte came for')
    this.#eventless = this.#countdown(eventTimeout, 'idle-timeout', 'event came for')
    this.#read(true)
  }

  /** Reads the next chunk. By callbacks: the frame of an async function would be 200 bytes more of an idle stream (`npm run bench -- memory`). */
  #read(isEventful: boolean): void {
    if (this.#isOver) return
    this.#idle?.restart()
    if (isEventful) this.#eventless?.restart()
    try {
      this.#reader!.read().then(this.#onChunk, this.#onLost)
    } catch (thrown) {
      this.#end(thrown)
    }
  }

  readonly #onChunk = (chunk: Chunk): void => {
    if (this.#isOver) return
    try {
      // A foreign reader may give anything.
      const { done, value } = chunk
      if (done) return this.#onEnd()
      if (this.#settings.checkOnWake) this.arrivedAt = currentTime()
      const { events } = this
      this.#parser!.feed(value!)
      if (this.#isOver) return
      const drained = this.#observer.drained()
      // It is the consumer who is slow then, not the server.
      if (drained) this.#stopTimers()
      const next = drained ?? overdueTurn()
      const isEventful = drained !== undefined || this.events > events
      if (next) void next.then(() => this.#read(isEventful))
      else this.#read(isEventful)
    } catch (thrown) {
      this.#end(thrown)
    }
  }

  readonly #onLost = (cause: unknown): void => {
    if (!this.#isOver) this.#end(lostConnection('was lost', cause))
  }

  /** The server has ended the stream: in good order, or in the middle of something, which only looks like it. */
  #onEnd(): void {
    const isCut = this.#parser!.end()
    const what =
      this.#settings.until !== undefined
        ? 'before the event that until names'
        : isCut && 'in the middle of an event'
    if (what) throw new EventSourceError('incomplete', `The stream ended ${what}`)
    this.#end(new EventSourceError('network', 'The server ended the stream'), 'ended')
  }

  /** What `promise` gives, unless the connection is over first, also where the promise never settles; what still comes of it goes to `late`. */
  #unlessOver<Value>(promise: Promise<Value>, late?: (value: Value) => void): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.#reject = reject
      promise.then((value) => (this.#isOver ? late?.(value) : resolve(value)), reject)
      if (this.#isOver) reject(DROPPED)
    })
  }

  /** Goes on unless a callback of the caller has dropped the connection. */
  #assertOn(): void {
    if (this.#isOver) throw DROPPED
  }

  /** The one way out: whatever was thrown becomes an error, is stamped, and told. */
  #end(thrown: unknown, ending?: Ending): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#stopTimers()
    // Whatever is still open is not needed any more; but why a response was refused may be in its body.
    if (!this.#refused) this.#release()
    const error =
      thrown instanceof EventSourceError
        ? thrown
        : new EventSourceError(
            'not-streamable',
            `What fetch gave cannot be read: ${redactText(messageOf(thrown))}`,
            { cause: thrown },
          )
    Object.assign(error, { attempt: this.attempt.number, phase: this.#phase })
    settleStacks(error)
    this.#observer.ended(this, error, ending ?? endingOf(error))
  }

  /** Aborts the request, and gives up the body: not every fetch ends a body when its signal is aborted. */
  #release(): void {
    this.#controller.abort()
    // Chromium (156) has a refused response keep the signal, and the next attempt knows its response: a chain, if the reason
    // keeps who has aborted.
    settleStacks(this.#controller.signal.reason)
    this.#reject?.(DROPPED)
    this.#reject = undefined
    this.#reader?.cancel()
    this.#reader = undefined
  }

  #stopTimers(): void {
    this.#connecting?.stop()
    this.#idle?.stop()
    this.#eventless?.stop()
  }

  #countdown(
    limit: number,
    code: 'connect-timeout' | 'idle-timeout',
    what: string,
  ): Countdown | undefined {
    // None without an end: two of them would be 390 bytes of an idle stream (`npm run bench -- memory`).
    if (limit === Infinity) return undefined
    return new Countdown(limit, () =>
      this.#end(new EventSourceError(code, `No ${what} ${limit} ms`)),
    )
  }
}
