import { EventSourceError } from '../errors.ts'
import { defaultFetch, now } from '../platform.ts'
import type { EventStreamParser } from '../stream/parser.ts'
import { orAborted } from './abort.ts'
import type { Attempt } from './attempt.ts'
import { Countdown } from './countdown.ts'
import type { FetchLikeBody, FetchLikeResponse } from './fetch-like.ts'
import type { SessionSettings } from './options.ts'
import { type AttemptRequest, buildRequest, messageOf } from './request.ts'
import { redactURL } from './redact-url.ts'
import { discard, refuse } from './response.ts'
import type { TraceEntry } from './trace.ts'

/** What a connection tells its session. */
export interface ConnectionObserver {
  trace(entry: TraceEntry): void
  /** The request is made and about to be sent. */
  sending(): void
  /** The response is an event stream. */
  opened(): void
  /** Resolves when the events received were taken; `undefined`: they were. */
  drained?: (() => Promise<void> | undefined) | undefined
}

/** One attempt: a request, its response, and the reading of the stream to its end. */
export class Connection {
  readonly attempt: Attempt
  /** "the serialization of the origin of the event stream's final URL (i.e., the URL after redirects)". */
  origin = ''
  /** How many events came. */
  events = 0
  /** When the response was found to be an event stream. */
  openedAt: number | undefined
  /** Whether it was ended by `drop()`. */
  dropped = false

  readonly #url: string
  readonly #settings: SessionSettings
  readonly #parser: EventStreamParser
  readonly #observer: ConnectionObserver
  readonly #controller = new AbortController()
  #sentURL = ''
  #refused: FetchLikeResponse | undefined

  constructor(
    url: string,
    settings: SessionSettings,
    parser: EventStreamParser,
    observer: ConnectionObserver,
    attempt: Omit<Attempt, 'signal'>,
  ) {
    this.#url = url
    this.#settings = settings
    this.#parser = parser
    this.#observer = observer
    this.attempt = { ...attempt, signal: this.#controller.signal }
  }

  /** Ends it, whatever it is at. */
  drop(): void {
    this.dropped = true
    this.#controller.abort()
  }

  /** Gives up the body of a refused response, unless the caller has begun to read it. */
  discardRefused(): void {
    // Firefox (153) keeps the connection of a body that was cancelled, until the request is aborted too.
    if (this.#refused && discard(this.#refused)) this.#controller.abort()
  }

  /**
   * Connects and reads until the stream ends cleanly.
   *
   * @throws `EventSourceError` for all else, or anything if the connection was dropped
   */
  async run(): Promise<void> {
    let response: FetchLikeResponse | undefined
    try {
      const request = await orAborted(
        buildRequest(this.#url, this.#settings, this.attempt),
        this.attempt.signal,
      )
      this.#observer.sending()
      response = await this.#fetch(request)
      this.#observer.trace({
        type: 'response',
        status: response.status,
        contentType: response.headers.get('content-type'),
        url: redactURL(response.url),
      })
      const refusal = refuse(response, this.attempt.number)
      if (refusal) {
        this.#refused = response
        throw refusal
      }
      this.#continue()
      this.origin = new URL(response.url || request.url).origin
      this.openedAt = now()
      this.#observer.opened()
      this.#continue()
      // A body of null is a stream without a byte.
      if (response.body) await this.#read(response.body)
    } finally {
      // Whatever is still open is not needed any more; but why a response was refused may be in its body.
      if (!this.#refused) {
        this.#controller.abort()
        if (response) discard(response)
      }
    }
  }

  async #fetch({ url, init, carrier }: AttemptRequest): Promise<FetchLikeResponse> {
    const { signal } = this.attempt
    this.#sentURL = url
    this.#observer.trace({
      type: 'request',
      method: init.method,
      url: redactURL(url),
      lastEventId: carrier,
    })
    this.#continue()
    const limit = this.#settings.connectTimeout
    const countdown = new Countdown(limit, () =>
      this.#giveUp('connect-timeout', `No response came within ${limit} ms`),
    )
    countdown.restart()
    try {
      const fetch = this.#settings.fetch ?? defaultFetch
      return await orAborted(fetch(url, init), signal, discard)
    } catch (cause) {
      throw this.#lost(cause)
    } finally {
      countdown.stop()
    }
  }

  async #read(body: FetchLikeBody): Promise<void> {
    const { signal } = this.attempt
    const { idleTimeout, eventTimeout } = this.#settings
    const idle = new Countdown(idleTimeout, () =>
      this.#giveUp('idle-timeout', `No byte came for ${idleTimeout} ms`),
    )
    const eventless = new Countdown(eventTimeout, () =>
      this.#giveUp('idle-timeout', `No event came for ${eventTimeout} ms`),
    )
    const reader = body.getReader()
    // Not every fetch ends a body when its signal is aborted; cancelling ends any, and settles the read under way.
    const onAbort = () => void reader.cancel(signal.reason).catch(() => {})
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort)
    idle.restart()
    eventless.restart()
    try {
      for (;;) {
        let chunk
        try {
          chunk = await reader.read()
        } catch (cause) {
          throw this.#lost(cause)
        }
        if (signal.aborted) throw signal.reason
        if (chunk.done) return
        const { events } = this
        this.#parser.feed(chunk.value!)
        if (signal.aborted) throw signal.reason
        idle.restart()
        if (this.events > events) eventless.restart()
        const drained = this.#observer.drained?.()
        if (drained) {
          // It is the consumer who is slow now, not the server.
          idle.stop()
          eventless.stop()
          await drained
          if (signal.aborted) throw signal.reason
          idle.restart()
          eventless.restart()
        }
      }
    } finally {
      idle.stop()
      eventless.stop()
    }
  }

  #giveUp(code: 'connect-timeout' | 'idle-timeout', message: string): void {
    this.#controller.abort(new EventSourceError(code, message, { attempt: this.attempt.number }))
  }

  /** Stops where a callback of the caller has dropped the connection. */
  #continue(): void {
    this.attempt.signal.throwIfAborted()
  }

  /** What a failure of `fetch` or of the body means: an abort of our own, else a lost connection; a foreign abort error is no abort. */
  #lost(cause: unknown): unknown {
    const { signal, number } = this.attempt
    if (signal.aborted) return signal.reason
    // Node says "fetch failed", and why in the cause of that; Deno says the URL there, with its query.
    const detail =
      cause instanceof Error && cause.cause instanceof Error ? ` (${cause.cause.message})` : ''
    const said = messageOf(cause) + detail
    const safe = said.replaceAll(this.#sentURL, redactURL(this.#sentURL))
    const message = `The connection ${this.openedAt === undefined ? 'failed' : 'was lost'}: ${safe}`
    // Bun (1.4.5) tells the URL in a property of the error.
    const isSafe = safe === said && !(cause instanceof Error && 'path' in cause)
    return new EventSourceError('network', message, {
      cause: isSafe ? cause : new TypeError(safe),
      attempt: number,
    })
  }
}
