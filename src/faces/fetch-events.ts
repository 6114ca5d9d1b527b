import { guarded } from '../platform/report.ts'
import { abortReason } from '../platform/realm.ts'
import type { SessionInit } from '../session/init.ts'
import { readOptions, type SessionSettings } from '../session/options.ts'
import type { SessionObserver } from '../session/observers.ts'
import { CLOSED, CONNECTING, type ReadyState } from '../session/ready-state.ts'
import { Session } from '../session/session.ts'
import { resolveURL } from '../session/url.ts'
import type { EventOf, ParseOption } from '../stream/parse-data.ts'
import type { ServerSentEvent } from '../stream/event.ts'
import { EventQueue } from './event-queue.ts'

/** Options of {@link fetchEvents}. An event that `parse` refuses is thrown by the loop, unless there is an `onInvalid`. */
export interface FetchEventsInit<
  Parse extends ParseOption | undefined = ParseOption | undefined,
> extends SessionInit<Parse> {}

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
  return new SessionStream(resolveURL(url), readOptions(init)) as EventStream<never>
}

class SessionStream implements EventStream<ServerSentEvent<unknown>> {
  readonly url: string
  readonly #settings: SessionSettings
  readonly #queue = new EventQueue<ServerSentEvent<unknown>>()
  /** Made at the first `next()`: a stream that no one iterates holds nothing, not even a listener on the signal. */
  #session: Session | undefined
  #isClosed = false
  /** As of the event taken last. */
  #lastEventId: string

  constructor(url: string, settings: SessionSettings) {
    this.url = url
    this.#settings = settings
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
      this.#taken(event)
      return Promise.resolve({ value: event, done: false })
    }
    if (!this.#session && !this.#isClosed) {
      // Events are delivered when the loop takes them, which is later than the session thinks.
      const { onEvent } = this.#settings
      const settings = onEvent ? { ...this.#settings, onEvent: undefined } : this.#settings
      this.#session = new Session(this.url, settings, this.#observer())
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
      received: (event) => {
        if (this.#queue.isWanted) this.#taken(event)
        this.#queue.push(event)
      },
      invalid: (error) => this.#session!.close('failed', error),
      drained: () => this.#queue.demand(),
      closed: (reason, error) => {
        if (error?.code !== 'invalid-data') this.#lastEventId = this.lastEventId
        this.#isClosed = true
        if (reason === 'aborted') this.#queue.fail(abortReason(this.#settings.signal!), 'at-once')
        else if (reason === 'failed') this.#queue.fail(error, 'after-values')
        else this.#queue.end(reason === 'closed' ? 'at-once' : 'after-values')
      },
    }
  }

  #taken(event: ServerSentEvent<unknown>): void {
    const { onEvent } = this.#settings
    this.#lastEventId = event.lastEventId
    if (onEvent) guarded(() => onEvent(event))
  }
}
