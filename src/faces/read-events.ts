import { startBackgroundTimer } from '../platform.ts'
import { MAX_EVENT_SIZE } from '../session/options.ts'
import { discard, refuse } from '../session/response.ts'
import { dataParser, type EventOf, type ParseOption } from '../stream/parse-data.ts'
import type { ServerSentEvent } from '../stream/event.ts'
import { createParser, type EventStreamParser } from '../stream/parser.ts'
import { EventQueue } from './event-queue.ts'

/** What {@link readEvents} reads: a `Response`, a stream or an async iterable of chunks. */
export type EventStreamSource =
  | Response
  | ReadableStream<Uint8Array | string>
  | AsyncIterable<Uint8Array | string>

/** Options of {@link readEvents}. */
export interface ReadEventsOptions<
  Parse extends ParseOption | undefined = ParseOption | undefined,
> {
  /** Aborting it cancels the source; the loop throws its reason. */
  signal?: AbortSignal | null | undefined
  /** The last event ID string carried over from an earlier stream. Default `''`. */
  lastEventId?: string | undefined
  /** How many UTF-16 units may be pending for one event; one over it throws. Default 64 Mi. */
  maxEventSize?: number | undefined
  /** As in `fetchEvents`. */
  parse?: Parse | undefined
  /** `false` takes a `Response` whatever its status and content type. Default `true`. */
  validate?: boolean | undefined
}

/**
 * Reads one finite event stream that is there already: a response, or chunks from anywhere. Nothing is reconnected.
 *
 * The next chunk is pulled when the events before it are taken. Leaving the loop cancels the source. What is pending when
 * the stream ends is discarded (WHATWG HTML, section 9.2.6).
 *
 * @throws `EventSourceError`, by the loop: `http-status` and `content-type` for a response that is no event stream,
 * `event-too-large`, `invalid-data`.
 *
 * @example
 * ```ts
 * const response = await fetch('https://example.com/events')
 * for await (const event of readEvents(response)) console.log(event.type, event.data)
 * ```
 */
export function readEvents<const Parse extends ParseOption | undefined = ParseOption | undefined>(
  source: EventStreamSource,
  options: ReadEventsOptions<Parse> = {},
): AsyncIterableIterator<EventOf<Parse>, undefined> {
  // What the reader yields is what `parse` makes at run time; only the types tell it apart.
  return new SourceReader(source, options) as AsyncIterableIterator<never, undefined>
}

const EMPTY: ChunkReader = { read: () => Promise.resolve({ done: true }), cancel() {} }

/** What both kinds of sources can do. */
interface ChunkReader {
  read(): Promise<{ done?: boolean | undefined; value?: Uint8Array | string | undefined }>
  cancel(): unknown
}

class SourceReader implements AsyncIterableIterator<ServerSentEvent<unknown>, undefined> {
  readonly #source: EventStreamSource
  readonly #options: ReadEventsOptions
  readonly #queue = new EventQueue<ServerSentEvent<unknown>>()
  readonly #parser: EventStreamParser
  #chunks: ChunkReader | undefined
  #isPulling = false
  #isOver = false
  #origin = ''

  constructor(source: EventStreamSource, options: ReadEventsOptions) {
    this.#source = source
    this.#options = options
    const parse = dataParser(options.parse)
    this.#parser = createParser({
      lastEventId: options.lastEventId,
      maxEventSize: options.maxEventSize ?? MAX_EVENT_SIZE,
      onEvent: (event: ServerSentEvent<unknown>) => {
        event.origin = this.#origin
        if (parse) event.data = parse(event.data as string, event.type)
        this.#queue.push(event)
      },
    })
  }

  next(): Promise<IteratorResult<ServerSentEvent<unknown>, undefined>> {
    const result = this.#queue.next()
    if (this.#queue.isWanted && !this.#isPulling) void this.#pull()
    return result
  }

  return(): Promise<IteratorReturnResult<undefined>> {
    this.#end('at-once')
    return Promise.resolve({ value: undefined, done: true })
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end('at-once')
  }

  /** Reads until no one waits for an event that is not there. */
  async #pull(): Promise<void> {
    this.#isPulling = true
    try {
      this.#chunks ??= this.#open()
      while (this.#queue.isWanted) {
        const { done, value } = await this.#chunks.read()
        if (this.#isOver) return
        if (done) return this.#end('after-values')
        this.#parser.feed(value!)
      }
    } catch (error) {
      this.#end('after-values', { error })
    } finally {
      this.#isPulling = false
    }
  }

  #open(): ChunkReader {
    const { signal, validate = true } = this.#options
    signal?.throwIfAborted()
    signal?.addEventListener('abort', this.#onAbort)
    const source = this.#source
    if ('getReader' in source) return source.getReader()
    if (Symbol.asyncIterator in source) {
      const iterator = source[Symbol.asyncIterator]()
      return { read: () => iterator.next(), cancel: () => iterator.return?.() }
    }
    const refusal = validate ? refuse(source, 0) : undefined
    if (refusal) {
      // Its body is there for who begins to read it in this turn.
      startBackgroundTimer(() => discard(source), 0)
      throw refusal
    }
    this.#origin = source.url && new URL(source.url).origin
    return source.body?.getReader() ?? EMPTY
  }

  readonly #onAbort = (): void => this.#end('at-once', { error: this.#options.signal!.reason })

  #end(how: 'after-values' | 'at-once', failure?: { error: unknown }): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#options.signal?.removeEventListener('abort', this.#onAbort)
    this.#parser.reset()
    if (failure) this.#queue.fail(failure.error, how)
    else this.#queue.end(how)
    void this.#cancel()
  }

  async #cancel(): Promise<void> {
    try {
      // A source that was never opened is left as it is, for someone else to read.
      await this.#chunks?.cancel()
    } catch {
      // Why a source that no one wants could not be cancelled is of no use to anyone.
    }
  }
}
