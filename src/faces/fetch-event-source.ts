import type { EventSourceError } from '../errors.ts'
import { callsHandlerProperties, reportException } from '../platform.ts'
import { readOptions, type SessionInit } from '../session/options.ts'
import { CLOSED, CONNECTING, OPEN, type ReadyState, Session } from '../session/session.ts'
import type { CloseReason } from '../session/trace.ts'
import { dataParser, type EventsOf, type ParseOption } from '../stream/parse-data.ts'
import type { ServerSentEvent } from '../stream/event.ts'
import { EventHandler } from './event-handler.ts'
import { resolveURL } from './resolve-url.ts'
import {
  linkMessageEvent,
  type SourceErrorEvent,
  type SourceMessageEvent,
  StreamErrorEvent,
  StreamEvent,
} from './source-event.ts'

/** Options of a {@link FetchEventSource}. */
export interface FetchEventSourceInit<
  Parse extends ParseOption | undefined = ParseOption | undefined,
> extends SessionInit {
  /**
   * Turns the data of each event into a value: a function of the text, a Standard Schema (zod, valibot, arktype …) of the
   * JSON in it, or a map of them by event type; `event.data` is then the value, and typed. An event that does not fit is an
   * `error` event with code `invalid-data` and the raw text in `error.data`; the stream goes on. Default: all data is text.
   */
  parse?: Parse | undefined
}

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
type AddOptions = Parameters<EventTarget['addEventListener']>[2]
type RemoveOptions = Parameters<EventTarget['removeEventListener']>[2]

/** The type of `event.data` by event type; the types that the map does not name have text. */
type DataOf<Events, Type> = Type extends keyof Events ? Events[Type] : string

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
  set onopen(handler: ((this: this, event: Event) => any) | null)
  get onmessage(): ((this: any, event: any) => any) | null
  set onmessage(
    handler:
      | ((this: this, event: SourceMessageEvent<DataOf<Events, 'message'>, 'message'>) => any)
      | null,
  )
  get onerror(): ((this: any, event: any) => any) | null
  set onerror(handler: ((this: this, event: SourceErrorEvent) => any) | null)
  /** Aborts the request, or the wait. Nothing more is delivered, not even an event already parsed. */
  close(): void
  /** Drops the connection, or the wait, and connects now, resuming from the last event ID. Does nothing once closed. */
  reconnect(): void
  /** The same as `close()`, for `using`. */
  [Symbol.dispose](): void

  addEventListener(type: 'open', listener: Listener<Event> | null, options?: AddOptions): void
  addEventListener(
    type: 'error',
    listener: Listener<SourceErrorEvent> | null,
    options?: AddOptions,
  ): void
  addEventListener<Type extends (keyof Events & string) | (string & {})>(
    type: Type,
    listener: Listener<SourceMessageEvent<DataOf<Events, Type>, Type>> | null,
    options?: AddOptions,
  ): void
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
   * source.onerror = ({ error, reconnectIn }) => console.warn(error.message, reconnectIn)
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

type HandlerType = 'open' | 'message' | 'error'

export const FetchEventSource: FetchEventSourceConstructor = /* @__PURE__ */ withConstants(
  class FetchEventSource extends EventTarget {
    readonly #session: Session
    readonly #url: string
    readonly #withCredentials: boolean
    readonly #parse: ((data: string, type: string) => unknown) | undefined
    readonly #handlers: { [type in HandlerType]?: EventHandler } = {}
    readonly #areHandlersCalled = callsHandlerProperties()
    /** Until the runtime has looked for a handler to call itself: it is called in its place among the listeners. */
    #areHandlersHidden = false
    #result: ClosedResult | undefined
    #closed: Promise<ClosedResult> | undefined
    #resolveClosed: ((result: ClosedResult) => void) | undefined

    constructor(url: string | URL, init: FetchEventSourceInit | null = null) {
      super()
      linkMessageEvent()
      this.#url = resolveURL(url)
      const settings = readOptions(init)
      this.#withCredentials = settings.requestInit['credentials'] === 'include'
      this.#parse = dataParser(init?.parse)
      this.#session = new Session(this.#url, settings, {
        opened: () => this.#dispatch(new Event('open')),
        received: (event) => this.#receive(event),
        lost: (error, reconnectIn) => this.#dispatch(new StreamErrorEvent(error, reconnectIn)),
        closed: (reason, error) => {
          this.#result = { reason, ...(error && { error }) }
          this.#resolveClosed?.(this.#result)
          if (error) this.#dispatch(new StreamErrorEvent(error, null))
        },
      })
      this.#session.start()
    }

    get url(): string {
      return this.#url
    }

    get withCredentials(): boolean {
      return this.#withCredentials
    }

    get readyState(): ReadyState {
      return this.#session.readyState
    }

    get lastEventId(): string {
      return this.#session.lastEventId
    }

    get closed(): Promise<ClosedResult> {
      return (this.#closed ??= this.#result
        ? Promise.resolve(this.#result)
        : new Promise((resolve) => (this.#resolveClosed = resolve)))
    }

    get onopen(): object | null {
      return this.#visibleHandler('open')
    }

    set onopen(handler: unknown) {
      this.#handler('open').value = handler
    }

    get onmessage(): object | null {
      return this.#visibleHandler('message')
    }

    set onmessage(handler: unknown) {
      this.#handler('message').value = handler
    }

    get onerror(): object | null {
      return this.#visibleHandler('error')
    }

    set onerror(handler: unknown) {
      this.#handler('error').value = handler
    }

    close(): void {
      this.#session.close()
    }

    reconnect(): void {
      this.#session.reconnect()
    }

    #handler(type: HandlerType): EventHandler {
      return (this.#handlers[type] ??= new EventHandler(this, type))
    }

    #visibleHandler(type: HandlerType): object | null {
      if (!this.#areHandlersHidden) return this.#handler(type).value
      this.#areHandlersHidden = false
      return null
    }

    #receive(event: ServerSentEvent<unknown>): void {
      if (this.#parse) {
        let failure: EventSourceError | undefined
        try {
          event.data = this.#parse(event.data as string, event.type)
        } catch (error) {
          failure = error as EventSourceError
        }
        // `parse` may have called close().
        if (this.readyState === CLOSED) return
        if (failure) return this.#dispatch(new StreamErrorEvent(failure, undefined))
      }
      this.#dispatch(new StreamEvent(event))
    }

    #dispatch(event: Event): void {
      this.#areHandlersHidden =
        this.#areHandlersCalled && ['open', 'message', 'error'].includes(event.type)
      try {
        this.dispatchEvent(event)
      } catch (error) {
        // The platform reports what a listener throws; workerd (1.20260730) throws it here, and so may an imitation.
        reportException(error)
      }
    }
  },
)

/** The constants, on the class and on its prototype, as Web IDL defines them; and `[Symbol.dispose]`, where there is that symbol. */
function withConstants(
  source: new (url: string | URL, init?: FetchEventSourceInit) => EventTarget,
): FetchEventSourceConstructor {
  const constant = (value: ReadyState) => ({ value, enumerable: true })
  const constants = {
    CONNECTING: constant(CONNECTING),
    OPEN: constant(OPEN),
    CLOSED: constant(CLOSED),
  }
  Object.defineProperties(source, constants)
  // Bundlers and minifiers give the class other names.
  Object.defineProperty(source, 'name', { value: 'FetchEventSource', configurable: true })
  Object.defineProperties(source.prototype, constants)
  if (Symbol.dispose) {
    Object.defineProperty(source.prototype, Symbol.dispose, {
      value(this: FetchEventSource) {
        this.close()
      },
      configurable: true,
      writable: true,
    })
  }
  return source as unknown as FetchEventSourceConstructor
}
