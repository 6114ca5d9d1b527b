import type { EventSourceError } from '../errors.ts'
import type { SessionInit } from '../session/init.ts'
import { readOptions } from '../session/options.ts'
import type { ReadyState } from '../session/ready-state.ts'
import { Session } from '../session/session.ts'
import type { CloseReason } from '../session/trace.ts'
import type { EventsOf, ParseOption } from '../stream/parse-data.ts'
import { sourceClass } from './source-class.ts'
import type {
  ServerErrorEvent,
  SourceErrorEvent,
  SourceMessageEvent,
  SourceOpenEvent,
} from './source-event.ts'

/** Options of a {@link FetchEventSource}. */
export interface FetchEventSourceInit<
  Parse extends ParseOption | undefined = ParseOption | undefined,
> extends SessionInit<Parse> {}

/** Why a source closed; `error` where it failed, or where the server answered 204. */
export interface ClosedResult {
  reason: CloseReason
  error?: EventSourceError
}

/** What listens: a function, or an object with one. Its `this` is free, so that a listener of a native `EventSource` fits too. */
type Listener<Event> =
  | ((this: any, event: Event) => unknown)
  | { handleEvent(event: Event): unknown }

/** As the platform's types have them: Node's know the DOM's names in part. */
type PlainListener = NonNullable<Parameters<EventTarget['addEventListener']>[1]>
type AddOptions = Parameters<EventTarget['addEventListener']>[2]
type RemoveOptions = Parameters<EventTarget['removeEventListener']>[2]

/** The type of `event.data` by event type; the types that the map does not name have text. */
type DataOf<Events, Type> = Type extends keyof Events ? Events[Type] : string

/** What a listener of `error` gets: the library's own, with an `error`; or one that the server named so, with `data`. */
type AnyErrorEvent<Events> = SourceErrorEvent | ServerErrorEvent<DataOf<Events, 'error'>>

/**
 * `EventSource` with everything that `fetch` can do. With no options it is the `EventSource` of WHATWG HTML, section 9.2;
 * each option only adds. `Events` maps event types to the types of their data.
 */
export interface FetchEventSource<
  Events extends object = Record<string, string>,
> extends EventTarget {
  /** The resolved URL. */
  readonly url: string
  /** Whether credentials are sent to other origins too. */
  readonly withCredentials: boolean
  /** `CONNECTING` (0), also while it waits to reconnect; `OPEN` (1); `CLOSED` (2), for good. */
  readonly readyState: ReadyState
  readonly CONNECTING: 0
  readonly OPEN: 1
  readonly CLOSED: 2
  /** The last event ID string: what the next request carries. */
  readonly lastEventId: string
  /** Resolves once, with why it closed; never rejects. */
  readonly closed: Promise<ClosedResult>
  // Read as lib.dom has them, so that this is assignable to EventSource; set with all that the events have.
  get onopen(): ((this: any, event: any) => any) | null
  set onopen(handler: ((this: this, event: SourceOpenEvent) => any) | null)
  get onmessage(): ((this: any, event: any) => any) | null
  set onmessage(
    handler:
      | ((this: this, event: SourceMessageEvent<DataOf<Events, 'message'>, 'message'>) => any)
      | null,
  )
  get onerror(): ((this: any, event: any) => any) | null
  set onerror(handler: ((this: this, event: AnyErrorEvent<Events>) => any) | null)
  /** Aborts the request, or the wait. Nothing more is delivered, not even an event already parsed. */
  close(): void
  /** Drops the connection, or the wait, and connects now, resuming from the last event ID. Does nothing once closed. */
  reconnect(): void
  /** The same as `close()`, for `using`. */
  [Symbol.dispose](): void

  addEventListener(
    type: 'open',
    listener: Listener<SourceOpenEvent> | null,
    options?: AddOptions,
  ): void
  addEventListener(
    type: 'error',
    listener: Listener<AnyErrorEvent<Events>> | null,
    options?: AddOptions,
  ): void
  addEventListener<Type extends (keyof Events & string) | (string & {})>(
    type: Type,
    listener: Listener<SourceMessageEvent<DataOf<Events, Type>, Type>> | null,
    options?: AddOptions,
  ): void
  // As a native EventSource has it: what is one of the two takes listeners by the overload that both have.
  addEventListener(type: string, listener: PlainListener, options?: AddOptions): void
  removeEventListener(type: string, listener: Listener<any> | null, options?: RemoveOptions): void
}

/** The class {@link FetchEventSource}. */
export interface FetchEventSourceConstructor {
  /**
   * Connects to `url`, as soon as the caller's turn is over; a relative one is resolved against the document's base URL, in
   * a worker against its location.
   *
   * @throws `SyntaxError` (a `DOMException`) for an invalid URL, `TypeError` for an invalid option.
   *
   * @example
   * ```ts
   * const source = new FetchEventSource('https://example.com/prices', {
   *   headers: async () => ({ authorization: `Bearer ${await token()}` }),
   * })
   * source.onmessage = (event) => console.log(event.data)
   * source.onerror = (event) => {
   *   if (event.error) console.warn(event.message, event.reconnectIn)
   *   else console.warn('The server says', event.data)
   * }
   * ```
   */
  new <
    Events extends object = Record<string, string>,
    const Parse extends ParseOption | undefined = ParseOption | undefined,
  >(
    url: string | URL,
    init?: FetchEventSourceInit<Parse>,
  ): FetchEventSource<EventsOf<Parse, Events>>
  readonly prototype: FetchEventSource<any>
  readonly CONNECTING: 0
  readonly OPEN: 1
  readonly CLOSED: 2
}

export const FetchEventSource: FetchEventSourceConstructor = /* @__PURE__ */ sourceClass(
  'FetchEventSource',
  readOptions,
  Session,
) as FetchEventSourceConstructor
