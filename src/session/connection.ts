import { EventSourceError, messageOf } from '../errors.ts'
import { defaultFetch, now } from '../platform.ts'
import type { EventStreamParser } from '../stream/parser.ts'
import type { Attempt } from './attempt.ts'
import { Countdown } from './countdown.ts'
import type { FetchLikeReader, FetchLikeResponse } from './fetch-like.ts'
import type { SessionSettings } from './options.ts'
import { type AttemptRequest, buildRequest } from './request.ts'
import { redactURL } from './redact-url.ts'
import { discard, refuse } from './response.ts'
import type { TraceEntry } from './trace.ts'

/** What a connection tells its session. */
export interface ConnectionObserver {
  /** Missing where no one traces. */
  trace?: ((entry: TraceEntry) => void) | undefined
  /** The request is made and about to be sent. */
  sending(): void
  /** The response is an event stream. */
  opened(): void
  /** Resolves when the events received were taken; `undefined`: they were. */
  drained(): Promise<void> | undefined
  /** It is over, and why. Nothing more is told. */
  ended(connection: Connection, error: EventSourceError): void
}

type Chunk = Awaited<ReturnType<FetchLikeReader['read']>>

/** One attempt: a request, its response, and the reading of the stream to its end. */
export class Connection {
  readonly attempt: Attempt
  /** "the serialization of the origin of the event stream's final URL (i.e., the URL after redirects)". */
  origin = ''
  /** How many events came. */
  events = 0
  /** When the response was found to be an event stream. */
  openedAt: number | undefined
  /** Whether the server ended the stream cleanly. */
  ended = false

  readonly #url: string
  readonly #settings: SessionSettings
  readonly #parser: EventStreamParser
  readonly #observer: ConnectionObserver
  readonly #controller = new AbortController()
  /** Ends the wait for the caller's functions or for `fetch`. */
  #reject: ((reason: unknown) => void) | undefined
  #reader: FetchLikeReader | undefined
  #idle: Countdown | undefined
  #eventless: Countdown | undefined
  #sentURL = ''
  #refused: FetchLikeResponse | undefined

  constructor(
    url: string,
    settings: SessionSettings,
    parser: EventStreamParser,
    observer: ConnectionObserver,
    { number, failures, lastEventId, error }: Omit<Attempt, 'signal'>,
  ) {
    this.#url = url
    this.#settings = settings
    this.#parser = parser
    this.#observer = observer
    const { signal } = this.#controller
    this.attempt = { number, failures, lastEventId, error, signal }
  }

  /** Ends it, whatever it is at. */
  drop(): void {
    this.discardRefused()
    this.#abort()
  }

  /** Gives up the body of a refused response, unless the caller has begun to read it. */
  discardRefused(): void {
    // Firefox (153) keeps the connection of a body that was cancelled, until the request is aborted too.
    if (this.#refused && discard(this.#refused)) this.#controller.abort()
  }

  /** Connects, and begins to read. That is not awaited: this frame would stay as long as the stream, and the response with it. */
  async run(): Promise<void> {
    let response: FetchLikeResponse | undefined
    try {
      const request = await this.#orAborted(buildRequest(this.#url, this.#settings, this.attempt))
      this.#observer.sending()
      response = await this.#fetch(request)
      this.#observer.trace?.({
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
      this.origin = originOf(response.url || request.url)
      this.openedAt = now()
      this.#observer.opened()
      this.#continue()
      const { idleTimeout, eventTimeout } = this.#settings
      this.#idle = this.#countdown(idleTimeout, 'idle-timeout', 'byte came for')
      this.#eventless = this.#countdown(eventTimeout, 'idle-timeout', 'event came for')
      this.#reader = response.body?.getReader()
      this.#read(true)
    } catch (thrown) {
      if (response && !this.#refused) discard(response)
      this.#end(thrown)
    }
  }

  async #fetch({ url, init, carrier }: AttemptRequest): Promise<FetchLikeResponse> {
    this.#sentURL = url
    this.#observer.trace?.({
      type: 'request',
      method: init.method,
      url: redactURL(url),
      lastEventId: carrier,
    })
    this.#continue()
    const { connectTimeout, fetch = defaultFetch } = this.#settings
    const countdown = this.#countdown(connectTimeout, 'connect-timeout', 'response came within')
    countdown?.restart()
    try {
      return await this.#orAborted(fetch(url, init), discard)
    } catch (cause) {
      throw this.#lost(cause)
    } finally {
      // It keeps the response alive.
      this.#reject = undefined
      countdown?.stop()
    }
  }

  /** Reads the next chunk. By callbacks: the frame of an async function would be 200 bytes more of an idle stream. */
  #read(isEventful: boolean): void {
    this.#idle?.restart()
    if (isEventful) this.#eventless?.restart()
    // A body of null is a stream without a byte.
    if (this.#reader) this.#reader.read().then(this.#onChunk, this.#onLost)
    else this.#onChunk({ done: true })
  }

  readonly #onChunk = ({ done, value }: Chunk): void => {
    try {
      this.#continue()
      if (done) {
        this.ended = true
        throw this.#error('The server ended the stream')
      }
      const { events } = this
      this.#parser.feed(value!)
      this.#continue()
      const drained = this.#observer.drained()
      if (!drained) return this.#read(this.events > events)
      // It is the consumer who is slow now, not the server.
      this.#stopTimers()
      drained.then(() => this.#read(true)).catch(this.#onLost)
    } catch (thrown) {
      this.#end(thrown)
    }
  }

  readonly #onLost = (cause: unknown): void => this.#end(this.#lost(cause))

  /** What `promise` gives, unless it is aborted first, also where the promise never settles; what still comes of it goes to `late`. */
  #orAborted<Value>(promise: Promise<Value>, late?: (value: Value) => void): Promise<Value> {
    return new Promise((resolve, reject) => {
      const { signal } = this.attempt
      this.#reject = reject
      promise.then((value) => (signal.aborted ? late?.(value) : resolve(value)), reject)
      this.#continue()
    })
  }

  #abort(reason?: unknown): void {
    const { signal } = this.attempt
    if (signal.aborted) return
    this.#controller.abort(reason)
    this.#reject?.(signal.reason)
    // Not every fetch ends a body when its signal is aborted; cancelling ends any, and settles the read under way.
    this.#reader?.cancel(signal.reason).catch(() => {})
  }

  #stopTimers(): void {
    this.#idle?.stop()
    this.#eventless?.stop()
  }

  #end(thrown: unknown): void {
    this.#stopTimers()
    // Whatever is still open is not needed any more; but why a response was refused may be in its body.
    if (!this.#refused) this.#abort()
    this.#observer.ended(
      this,
      EventSourceError.is(thrown) ? thrown : this.#error(messageOf(thrown), thrown),
    )
  }

  /** Stops where a callback of the caller has dropped the connection. */
  #continue(): void {
    this.attempt.signal.throwIfAborted()
  }

  #countdown(
    limit: number,
    code: 'connect-timeout' | 'idle-timeout',
    what: string,
  ): Countdown | undefined {
    // None without an end: two of them would be 390 bytes of an idle stream.
    if (limit === Infinity) return undefined
    const detail = { attempt: this.attempt.number }
    return new Countdown(limit, () =>
      this.#abort(new EventSourceError(code, `No ${what} ${limit} ms`, detail)),
    )
  }

  #error(message: string, cause?: unknown): EventSourceError {
    return new EventSourceError('network', message, {
      attempt: this.attempt.number,
      ...(cause !== undefined && { cause }),
    })
  }

  /** What a failure of `fetch` or of the body means: an abort of our own, else a lost connection; a foreign abort error is no abort. */
  #lost(cause: unknown): unknown {
    const { signal } = this.attempt
    if (signal.aborted) return signal.reason
    // Node (20 to 26) says "fetch failed", and why in the cause of that; Deno (2.9.6) says the URL, with its query.
    const detail =
      cause instanceof Error && cause.cause instanceof Error ? ` (${cause.cause.message})` : ''
    const said = messageOf(cause) + detail
    const safe = said.replaceAll(this.#sentURL, redactURL(this.#sentURL))
    const message = `The connection ${this.openedAt === undefined ? 'failed' : 'was lost'}: ${safe}`
    // Bun (1.4.5) tells the URL in a property of the error.
    const isSafe = safe === said && !(cause instanceof Error && 'path' in cause)
    return this.#error(message, isSafe ? cause : new TypeError(safe))
  }
}

let lastOrigin = 'null'

/** The origin of a URL. Connections to one server share the string: 90 bytes of each, and no URL to parse. */
function originOf(url: string): string {
  if (!url.startsWith(`${lastOrigin}/`)) lastOrigin = new URL(url).origin
  return lastOrigin
}
