import { startBackgroundTimer } from '../platform/timers.ts'
import { formatComment } from './comment.ts'
import { formatEvent, type OutgoingEvent } from './event.ts'

/** Events to pass on: what a loop over `fetchEvents` or `readEvents` takes, or a generator of one's own gives. */
export type OutgoingEvents = AsyncIterable<OutgoingEvent | string>

/** Options of {@link toEventStream}. */
export interface ToEventStreamOptions {
  /**
   * Sends a comment at the start, so that the client sees the response at once, and then whenever nothing was sent for so
   * many milliseconds, so that no proxy takes the connection for idle. Does not keep a Node process alive. Default: none.
   */
  heartbeat?: number | undefined
  /** Aborting it leaves the events and errors the stream with its reason, which cuts the response. */
  signal?: AbortSignal | null | undefined
}

/**
 * Makes the body of a response, or of a request, of events: to pass a stream on, or to serve one. The response wants the
 * content type `text/event-stream`.
 *
 * - Events are asked for one at a time, and only when someone reads: a slow client slows the source down.
 * - When the client leaves, the source is left at once: its `close()` is called if it has one, as a `fetchEvents` stream has,
 *   and its iterator's `return()`. An async generator does not hear of that while it waits for its own source: hand it over as
 *   a function, and what it waits for the `signal` that the function gets. It is called when the stream is first read.
 * - Where the events throw, the stream errors, which cuts the response: the client sees a lost connection, and comes back. To
 *   end it in good order, end the events: return from the generator, or `close()` the source.
 * - The `id` line is written where the last event ID string changes.
 *
 * @throws `TypeError` for what is neither an async iterable nor a function, and for an invalid option. An event that
 * `formatEvent` refuses errors the stream.
 *
 * @example
 * ```ts
 * const events = (signal: AbortSignal) => fetchEvents('https://example.com/feed', { signal })
 * new Response(toEventStream(events, { heartbeat: 15_000 }), {
 *   headers: { 'content-type': 'text/event-stream' },
 * })
 * ```
 *
 * @example
 * ```ts
 * toEventStream(async function* (signal) {
 *   for await (const { data } of fetchEvents('https://example.com/feed', { signal }))
 *     yield { type: 'short', data: data.slice(0, 80) }
 * })
 * ```
 */
export function toEventStream(
  events: OutgoingEvents | ((signal: AbortSignal) => OutgoingEvents | PromiseLike<OutgoingEvents>),
  options: ToEventStreamOptions = {},
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const { heartbeat } = options
  if (heartbeat !== undefined && !(typeof heartbeat === 'number' && heartbeat > 0))
    throw new TypeError(`heartbeat: expected milliseconds above 0, got ${String(heartbeat)}`)
  return new ReadableStream(new OutgoingStream(events, options), { highWaterMark: 0 })
}

type Source = Parameters<typeof toEventStream>[0]

/** A stream that the client reads, and the events that go into it. */
class OutgoingStream implements UnderlyingDefaultSource<Uint8Array<ArrayBuffer>> {
  /** What gives the events, if it is a function. */
  readonly #give: Exclude<Source, OutgoingEvents> | undefined
  readonly #heartbeat: number | undefined
  readonly #signal: AbortSignal | null | undefined
  /** For whoever the events come from. */
  readonly #leaving = new AbortController()
  readonly #encoder = new TextEncoder()

  #stream!: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>
  #events: (OutgoingEvents & { close?: () => unknown }) | undefined
  #iterator: AsyncIterator<OutgoingEvent | string> | undefined
  /** Someone waits for the next event, which is asked for once. */
  #isAsking = false
  #isOver = false
  #hasBegun = false
  #cancelHeartbeat: (() => void) | undefined
  /** What the client knows of it from this stream. */
  #lastEventId: string | undefined

  constructor(source: Source, options: ToEventStreamOptions) {
    if (typeof source === 'function') this.#give = source
    else this.#take(source)
    this.#heartbeat = options.heartbeat
    this.#signal = options.signal
  }

  start(stream: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>): void {
    this.#stream = stream
    if (this.#signal?.aborted) this.#onAbort()
    else this.#signal?.addEventListener('abort', this.#onAbort)
  }

  pull(): void {
    if (!this.#isAsking) void this.#ask()
    if (this.#heartbeat === undefined || this.#isOver) return
    const beat = () => this.#send(formatComment())
    if (this.#hasBegun) this.#cancelHeartbeat ??= startBackgroundTimer(beat, this.#heartbeat)
    else beat()
  }

  cancel(reason: unknown): void {
    this.#leave(reason)
  }

  async #ask(): Promise<void> {
    this.#isAsking = true
    try {
      if (!this.#iterator) {
        this.#take(await this.#give!(this.#leaving.signal))
        // The client has left while the function was at it.
        if (this.#isOver) return this.#close()
      }
      const { done, value } = await this.#iterator!.next()
      if (this.#isOver) return
      const text = done ? undefined : this.#format(value)
      // Before it is sent: who waits for more makes `pull` be called within.
      this.#isAsking = false
      if (text === undefined) this.#end()
      else this.#send(text)
    } catch (error) {
      this.#fail(error)
    }
  }

  #take(events: OutgoingEvents): void {
    if (typeof events !== 'object' || events === null || !(Symbol.asyncIterator in events)) {
      const got = events === null ? 'null' : typeof events
      throw new TypeError(
        `events: expected an async iterable, or a function that gives one, got ${got}`,
      )
    }
    this.#events = events
    this.#iterator = events[Symbol.asyncIterator]()
  }

  #format(event: OutgoingEvent | string): string {
    const id = typeof event === 'string' ? undefined : event?.lastEventId
    if (typeof event === 'string' || id === undefined) return formatEvent(event)
    const isKnown = id === this.#lastEventId
    this.#lastEventId = id
    const { type, data, retry } = event
    return formatEvent(isKnown ? { type, data, retry } : event)
  }

  #send(text: string): void {
    this.#hasBegun = true
    this.#stopHeartbeat()
    this.#stream.enqueue(this.#encoder.encode(text))
  }

  #end(): void {
    this.#finish()
    this.#stream.close()
  }

  #fail(error: unknown): void {
    if (this.#isOver) return
    this.#leave(error)
    this.#stream.error(error)
  }

  readonly #onAbort = (): void => this.#fail(this.#signal!.reason)

  /** Gives the events up, whether or not they have more. */
  #leave(reason: unknown): void {
    this.#finish()
    this.#leaving.abort(reason)
    this.#close()
  }

  /** `return()` alone waits behind the `next()` of a generator that is pending. */
  #close(): void {
    void quietly(() => this.#events?.close?.())
    void quietly(() => this.#iterator?.return?.())
  }

  #finish(): void {
    this.#isOver = true
    this.#stopHeartbeat()
    this.#signal?.removeEventListener('abort', this.#onAbort)
  }

  #stopHeartbeat(): void {
    this.#cancelHeartbeat?.()
    this.#cancelHeartbeat = undefined
  }
}

async function quietly(run: () => unknown): Promise<void> {
  try {
    await run()
  } catch {
    // Why events that no one wants could not be closed is of no use to anyone.
  }
}
