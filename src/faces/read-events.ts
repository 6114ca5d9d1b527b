import { EventSourceError } from '../errors.ts'
import { abortReason } from '../platform/realm.ts'
import { listen } from '../platform/page.ts'
import { startBackgroundTimer } from '../platform/timers.ts'
import { deliver, type DeliverySettings, type Recipient } from '../session/delivery.ts'
import type { DeliveryOptions } from '../session/init.ts'
import { checkUntil, MAX_EVENT_SIZE } from '../session/options.ts'
import { discard, refuse } from '../session/response.ts'
import { originOf } from '../session/url.ts'
import { cancelBody, type ChunkReader, readChunks } from '../stream/chunks.ts'
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
> extends DeliveryOptions<Parse> {
  /** Aborting it cancels the source; the loop throws its reason. */
  signal?: AbortSignal | null | undefined
  /** The last event ID string carried over from an earlier stream. Default `''`. */
  lastEventId?: string | undefined
  /** How many UTF-16 units may be pending for one event; one over it throws. Default 64 Mi. */
  maxEventSize?: number | undefined
  /** `false` takes a `Response` whatever its status and content type. Default `true`. */
  validate?: boolean | undefined
  /** `'deliver'`: an event without its last blank line, at the end of the stream, is delivered. Default `'discard'`, as the standard has it. */
  unfinished?: 'discard' | 'deliver' | undefined
}

/**
 * Reads one finite event stream that is there already: a response, or chunks from anywhere. Nothing is reconnected.
 *
 * The next chunk is pulled when the events before it are taken. Leaving the loop cancels the source. What is pending when
 * the stream ends is discarded (WHATWG HTML, section 9.2.6), unless `unfinished` says otherwise.
 *
 * @throws `EventSourceError`, by the loop: `http-status` and `content-type` for a response that is no event stream,
 * `event-too-large`, `invalid-data`, `incomplete` for one that ends before the event that `until` names, and `not-streamable`
 * for a response that cannot be read as it arrives. What the source itself throws is thrown as it is.
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

class SourceReader
  implements AsyncIterableIterator<ServerSentEvent<unknown>, undefined>, Recipient
{
  readonly #source: EventStreamSource
  readonly #options: ReadEventsOptions
  readonly #settings: DeliverySettings
  readonly #queue = new EventQueue<ServerSentEvent<unknown>>()
  readonly #parser: EventStreamParser
  #chunks: ChunkReader | undefined
  #detach: (() => void) | undefined
  #isPulling = false
  isClosed = false
  #origin = ''

  constructor(source: EventStreamSource, options: ReadEventsOptions) {
    if (typeof source !== 'object' || source === null)
      throw new TypeError(
        'readEvents: expected a Response, a ReadableStream or an async iterable of chunks',
      )
    this.#source = source
    this.#options = options
    const { lastEventId, maxEventSize = MAX_EVENT_SIZE, until, onInvalid } = options
    checkUntil(until)
    this.#settings = { parse: dataParser(options.parse), until, onInvalid }
    this.#parser = createParser({
      lastEventId,
      maxEventSize,
      onEvent: (event) => {
        event.origin = this.#origin
        deliver(event, this.#settings, this)
      },
    })
    if (options.signal?.aborted) this.#abort()
  }

  next(): Promise<IteratorResult<ServerSentEvent<unknown>, undefined>> {
    // No one listens to the signal of a reader that was not run yet.
    if (!this.#chunks && this.#options.signal?.aborted) this.#abort()
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

  received(event: ServerSentEvent<unknown>): void {
    this.#queue.push(event)
  }

  invalid(error: EventSourceError): void {
    this.#end('after-values', { error })
  }

  finished(): void {
    this.#end('after-values')
  }

  /** Reads until no one waits for an event that is not there. */
  async #pull(): Promise<void> {
    this.#isPulling = true
    try {
      this.#chunks ??= this.#open()
      while (this.#queue.isWanted) {
        const { done, value } = await this.#chunks.read()
        if (this.isClosed) return
        if (done) return this.#finish()
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
    if (signal) this.#detach = listen(signal, 'abort', () => this.#abort())
    const source = this.#source
    if ('getReader' in source || Symbol.asyncIterator in source) return readChunks(source)
    const refusal = validate ? refuse(source) : undefined
    if (refusal) {
      Object.assign(refusal, { phase: 'refused' })
      // Its body is there for who begins to read it in this turn.
      startBackgroundTimer(() => discard(source), 0)
      throw refusal
    }
    this.#origin = source.url ? originOf(source.url, source.url) : ''
    return readChunks(source.body)
  }

  /** The stream is over. */
  #finish(): void {
    this.#parser.end({ dispatch: this.#options.unfinished === 'deliver' })
    if (this.isClosed) return
    if (this.#settings.until === undefined) return this.#end('after-values')
    throw new EventSourceError('incomplete', 'The stream ended before the event that until names')
  }

  #abort(): void {
    if (this.isClosed) return
    if (!this.#chunks) giveUpUnread(this.#source)
    this.#end('at-once', { error: abortReason(this.#options.signal!) })
  }

  #end(how: 'after-values' | 'at-once', failure?: { error: unknown }): void {
    // An end that comes before the loop has taken what is there: nothing of it is wanted any more.
    if (this.isClosed) return void (how === 'at-once' && !failure && this.#queue.end(how))
    this.isClosed = true
    this.#detach?.()
    this.#parser.reset()
    if (failure) this.#queue.fail(failure.error, how)
    else this.#queue.end(how)
    this.#chunks?.cancel()
  }
}

/** Cancels a source that was never read. */
function giveUpUnread(source: EventStreamSource): void {
  if ('getReader' in source) cancelBody(source)
  else if (Symbol.asyncIterator in source) readChunks(source).cancel()
  else discard(source)
}
