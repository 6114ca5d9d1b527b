import type { EventSourceError } from '../errors.ts'
import { readOptions, type SessionInit, type SessionSettings } from '../session/options.ts'
import {
  CLOSED,
  CONNECTING,
  type ReadyState,
  Session,
  type SessionObserver,
} from '../session/session.ts'
import { dataParser, type EventOf, type ParseOption } from '../stream/parse-data.ts'
import type { ServerSentEvent } from '../stream/event.ts'
import { EventQueue } from './event-queue.ts'
import { resolveURL } from './resolve-url.ts'

/** Options of {@link fetchEvents}. */
export interface FetchEventsInit<
  Parse extends ParseOption | undefined = ParseOption | undefined,
> extends SessionInit {
  /**
   * Turns the data of each event into a value: a function of the text, a Standard Schema (zod, valibot, arktype …) of the
   * JSON in it, or a map of them by event type; `event.data` is then the value, and typed. Where the data does not fit, the
   * loop throws an `EventSourceError` with code `invalid-data`. With a map, list every type that the loop handles: others
   * come as text. Default: all data is text.
   */
  parse?: Parse | undefined
}

/** What {@link fetchEvents} returns: an async iterable of events, of one subscription, to be iterated once. */
export interface EventStream<Event = ServerSentEvent> extends AsyncIterableIterator<
  Event,
  undefined
> {
  /** Cancels the request and ends the loop. */
  close(): void
  /** The last event ID string as of the last event that the loop has taken: `lastEventId` to resume from later. */
  readonly lastEventId: string
  /** 0 connecting, also before the loop begins; 1 open; 2 closed. */
  readonly readyState: ReadyState
  /** The resolved URL. */
  readonly url: string
  return(): Promise<IteratorReturnResult<undefined>>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Reads an event stream in a loop: as `fetch` asks for it, reconnected as `EventSource` does.
 *
 * Connects at the first `next()`. `break`, `return()` and `close()` cancel the request; aborting `init.signal` throws its
 * reason. The next chunk is read when the events before it are taken, so a slow loop slows the server, not the heap down.
 *
 * @throws `EventSourceError`, by the loop, when the connection failed for good.
 * @throws `SyntaxError` (a `DOMException`) for an invalid URL, `TypeError` for an invalid option; both at the call.
 *
 * @example
 * ```ts
 * for await (const event of fetchEvents('https://example.com/chat', {
 *   method: 'POST',
 *   headers: async () => ({ authorization: `Bearer ${await token()}` }),
 *   body: JSON.stringify({ prompt }),
 * })) console.log(event.data)
 * ```
 */
export function fetchEvents<const Parse extends ParseOption | undefined = ParseOption | undefined>(
  url: string | URL,
  init?: FetchEventsInit<Parse>,
): EventStream<EventOf<Parse>> {
  // What the stream yields is what `parse` makes at run time; only the types tell it apart.
  return new SessionStream(resolveURL(url), readOptions(init), init?.parse) as EventStream<never>
}

class SessionStream implements EventStream<ServerSentEvent<unknown>> {
  readonly url: string
  readonly #settings: SessionSettings
  readonly #parse: ((data: string, type: string) => unknown) | undefined
  readonly #queue = new EventQueue<ServerSentEvent<unknown>>()
  /** Made at the first `next()`: a stream that no one iterates holds nothing, not even a listener on the signal. */
  #session: Session | undefined
  #isClosed = false
  /** As of the event taken last. */
  #lastEventId: string

  constructor(url: string, settings: SessionSettings, parse: ParseOption | undefined) {
    this.url = url
    this.#settings = settings
    this.#parse = dataParser(parse)
    this.#lastEventId = settings.lastEventId
  }

  get readyState(): ReadyState {
    return this.#isClosed ? CLOSED : (this.#session?.readyState ?? CONNECTING)
  }

  get lastEventId(): string {
    // An ID that came by itself, after the last event, counts when the events before it are taken.
    return this.#isClosed || !this.#session || !this.#queue.isEmpty
      ? this.#lastEventId
      : this.#session.lastEventId
  }

  next(): Promise<IteratorResult<ServerSentEvent<unknown>, undefined>> {
    const event = this.#queue.take()
    if (event) {
      this.#lastEventId = event.lastEventId
      return Promise.resolve({ value: event, done: false })
    }
    if (!this.#session && !this.#isClosed) {
      this.#session = new Session(this.url, this.#settings, this.#observer())
      this.#session.start()
    }
    return this.#queue.next()
  }

  return(): Promise<IteratorReturnResult<undefined>> {
    this.close()
    return Promise.resolve({ value: undefined, done: true })
  }

  close(): void {
    this.#session?.close()
    this.#isClosed = true
    this.#queue.end('at-once')
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  #observer(): SessionObserver {
    return {
      opened() {},
      lost() {},
      received: (event) => this.#received(event),
      drained: () => this.#queue.demand(),
      closed: (reason, error) => {
        if (error?.code !== 'invalid-data') this.#lastEventId = this.lastEventId
        this.#isClosed = true
        if (reason === 'aborted') this.#queue.fail(this.#settings.signal!.reason, 'at-once')
        else if (reason === 'failed') this.#queue.fail(error, 'after-values')
        else this.#queue.end(reason === 'closed' ? 'at-once' : 'after-values')
      },
    }
  }

  #received(event: ServerSentEvent<unknown>): void {
    if (this.#parse) {
      try {
        event.data = this.#parse(event.data as string, event.type)
      } catch (error) {
        return this.#session!.close('failed', error as EventSourceError)
      }
      // `parse` may have called close().
      if (this.#isClosed) return
    }
    if (this.#queue.push(event)) this.#lastEventId = event.lastEventId
  }
}
