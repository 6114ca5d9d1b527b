import { EventSourceError } from '../errors.ts'
import { EventHandler } from '../faces/event-handler.ts'
import type { ClosedResult, FetchEventSource } from '../faces/fetch-event-source.ts'
import {
  linkMessageEvent,
  makeEnumerable,
  StreamErrorEvent,
  StreamEvent,
  StreamOpenEvent,
} from '../faces/source-event.ts'
import { listen } from '../platform/page.ts'
import { PlatformEventTarget } from '../platform/realm.ts'
import { guarded } from '../platform/report.ts'
import { deliver, type Recipient } from '../session/delivery.ts'
import { readOptions, type SessionSettings } from '../session/options.ts'
import { CLOSED, CONNECTING, OPEN, type ReadyState } from '../session/ready-state.ts'
import type { CloseReason } from '../session/trace.ts'
import { resolveURL } from '../session/url.ts'
import type { ServerSentEvent } from '../stream/event.ts'
import type { EventsOf, ParseOption } from '../stream/parse-data.ts'
import type { Life } from './messages.ts'
import type { Member } from './member.ts'
import { joinHub, type PageHub } from './page-hub.ts'
import type { SharedEventSourceInit } from './shared-init.ts'

/** `FetchEventSource` with one connection for all tabs; its interface is that of {@link FetchEventSource}. */
export interface SharedEventSource<
  Events extends object = Record<string, string>,
> extends FetchEventSource<Events> {}

/** The class {@link SharedEventSource}. */
export interface SharedEventSourceConstructor {
  /**
   * Takes part in the connection to `url` that the tabs of this origin share; connects, if there is none. Where tabs cannot
   * know of each other it has a connection of this page, and a `trace` record says why.
   *
   * @throws `SyntaxError` (a `DOMException`) for an invalid URL; `TypeError` for an invalid option, and for `headers` or `body`
   * without a `key`.
   *
   * @example
   * ```ts
   * const source = new SharedEventSource('/prices')
   * source.addEventListener('price', (event) => show(event.data))
   * ```
   */
  new <
    Events extends object = Record<string, string>,
    const Parse extends ParseOption | undefined = ParseOption | undefined,
  >(
    url: string | URL,
    init?: SharedEventSourceInit<Parse>,
  ): SharedEventSource<EventsOf<Parse, Events>>
  readonly prototype: SharedEventSource<any>
  readonly CONNECTING: 0
  readonly OPEN: 1
  readonly CLOSED: 2
}

type HandlerType = 'open' | 'message' | 'error'

export const SharedEventSource: SharedEventSourceConstructor = /* @__PURE__ */ withConstants(
  class SharedEventSource extends PlatformEventTarget {
    readonly #url: string
    readonly #settings: SessionSettings
    readonly #handlers: { [type in HandlerType]?: EventHandler } = {}
    readonly #member: Member
    readonly #hub: PageHub | undefined
    readonly #unlisten: (() => void) | undefined
    readonly #closed: Promise<ClosedResult>
    readonly #recipient: Recipient
    #resolveClosed!: (result: ClosedResult) => void
    #readyState: ReadyState = CONNECTING
    /** Whether it was told anything: until then it is connecting, however the connection is. */
    #isTold = false
    /** That of the last event it was given. */
    #lastEventId: string

    constructor(url: string | URL, init: SharedEventSourceInit | null = null) {
      super()
      linkMessageEvent()
      this.#url = resolveURL(url)
      const { key, replay, trace, ...rest } = init ?? {}
      this.#settings = readOptions(rest)
      check(init, key, replay, trace)
      this.#lastEventId = this.#settings.lastEventId
      this.#closed = new Promise((resolve) => (this.#resolveClosed = resolve))
      this.#member = {
        settings: this.#settings,
        replay,
        trace,
        opened: (life) => this.#open(life),
        received: (event) => this.#receive(event),
        lost: (error, reconnectIn) => this.#dispatch(new StreamErrorEvent(error, reconnectIn)),
        closed: (reason, error) => this.#end(reason, error),
      }
      const isClosed = (): boolean => this.#readyState === CLOSED
      const { signal, onEvent } = this.#settings
      this.#recipient = {
        get isClosed() {
          return isClosed()
        },
        received: (event) => {
          if (onEvent) guarded(() => onEvent(event))
          if (!isClosed()) this.#dispatch(new StreamEvent(event))
        },
        invalid: (error) => this.#dispatch(new StreamErrorEvent(error, undefined)),
        finished() {},
      }
      if (signal?.aborted) {
        this.#end('aborted')
      } else {
        this.#unlisten = signal && listen(signal, 'abort', () => this.#close('aborted'))
        this.#hub = joinHub(this.#url, key, this.#member)
      }
    }

    get url(): string {
      return this.#url
    }

    get withCredentials(): boolean {
      return this.#settings.requestInit['credentials'] === 'include'
    }

    get readyState(): ReadyState {
      if (this.#readyState === CLOSED) return CLOSED
      return this.#isTold && this.#hub?.isOpen ? OPEN : CONNECTING
    }

    get lastEventId(): string {
      return this.#lastEventId
    }

    get closed(): Promise<ClosedResult> {
      return this.#closed
    }

    get onopen(): object | null {
      return this.#handler('open').value
    }

    set onopen(handler: unknown) {
      this.#handler('open').value = handler
    }

    get onmessage(): object | null {
      return this.#handler('message').value
    }

    set onmessage(handler: unknown) {
      this.#handler('message').value = handler
    }

    get onerror(): object | null {
      return this.#handler('error').value
    }

    set onerror(handler: unknown) {
      this.#handler('error').value = handler
    }

    /** Leaves the connection to the others; the last one closes it. */
    close(): void {
      this.#close('closed')
    }

    reconnect(): void {
      if (this.#readyState !== CLOSED) this.#hub?.reconnectNow()
    }

    #close(reason: CloseReason, error?: EventSourceError): void {
      if (this.#readyState === CLOSED) return
      this.#hub?.leave(this.#member)
      this.#end(reason, error)
    }

    #end(reason: CloseReason, error?: EventSourceError): void {
      if (this.#readyState === CLOSED) return
      this.#readyState = CLOSED
      this.#unlisten?.()
      this.#resolveClosed({ reason, ...(error && { error }) })
      if (error) this.#dispatch(new StreamErrorEvent(error, null))
    }

    #open({ attempt, resumedFrom, response }: Life): void {
      this.#isTold = true
      const opening = { attempt, resumedFrom, response: response! }
      const { onOpen } = this.#settings
      if (onOpen) guarded(() => onOpen(opening))
      if (!this.#recipient.isClosed) this.#dispatch(new StreamOpenEvent(opening))
    }

    #receive(event: ServerSentEvent): void {
      if (this.#readyState === CLOSED) return
      const { length } = event.data
      const { maxEventSize } = this.#settings
      if (length > maxEventSize) {
        const message = `an event of ${length} UTF-16 units is over maxEventSize, ${maxEventSize}`
        return this.#close('failed', new EventSourceError('event-too-large', message))
      }
      this.#lastEventId = event.lastEventId
      // Where the stream ends is for the page to see that reads it.
      deliver(event, { ...this.#settings, until: undefined }, this.#recipient)
    }

    #handler(type: HandlerType): EventHandler {
      return (this.#handlers[type] ??= new EventHandler(this, type))
    }

    #dispatch(event: Event): void {
      this.dispatchEvent(event)
    }
  },
)

function check(
  init: SharedEventSourceInit | null,
  key: unknown,
  replay: unknown,
  trace: unknown,
): void {
  if (key !== undefined && typeof key !== 'string' && typeof key !== 'number')
    throw new TypeError(`key: expected a string or a number, got ${typeof key}`)
  const isCount = Number.isInteger(replay) && (replay as number) >= 0
  if (replay !== undefined && replay !== 'opened' && !isCount)
    throw new TypeError(`replay: expected 'opened' or a number of events, got ${String(replay)}`)
  if (trace !== undefined && typeof trace !== 'function')
    throw new TypeError(`trace: expected a function, got ${typeof trace}`)
  if (key !== undefined || !init) return
  const named = ['headers', 'body', 'request'].find((name) => Reflect.get(init, name) != null)
  if (named)
    throw new TypeError(
      `${named}: without a key, two users in two tabs would share one connection; give a key that tells users apart, such as a user's ID`,
    )
}

/** The constants, on the class and on its prototype, as Web IDL defines them; and `[Symbol.dispose]`, where there is that symbol. */
function withConstants(
  source: new (url: string | URL, init?: SharedEventSourceInit) => EventTarget,
): SharedEventSourceConstructor {
  const constant = (value: ReadyState) => ({ value, enumerable: true })
  const constants = {
    CONNECTING: constant(CONNECTING),
    OPEN: constant(OPEN),
    CLOSED: constant(CLOSED),
  }
  Object.defineProperties(source, constants)
  Object.defineProperty(source, 'name', { value: 'SharedEventSource', configurable: true })
  // Libraries that ask whether `init.fetch` is heeded learn that it is.
  Object.defineProperty(source, Symbol.for('eventsource.supports-fetch-override'), { value: true })
  Object.defineProperty(source.prototype, Symbol.toStringTag, {
    value: 'EventSource',
    configurable: true,
  })
  makeEnumerable(source.prototype, [
    ...['url', 'withCredentials', 'readyState', 'onopen', 'onmessage', 'onerror', 'close'],
    ...['lastEventId', 'closed', 'reconnect'],
  ])
  Object.defineProperties(source.prototype, constants)
  if (Symbol.dispose) {
    Object.defineProperty(source.prototype, Symbol.dispose, {
      value(this: SharedEventSource) {
        this.close()
      },
      configurable: true,
      writable: true,
    })
  }
  return source as unknown as SharedEventSourceConstructor
}
