import { callsHandlerProperties } from '../platform/quirks.ts'
import { PlatformEventTarget } from '../platform/realm.ts'
import { reportException } from '../platform/report.ts'
import { readOptions } from '../session/options.ts'
import { CLOSED, CONNECTING, OPEN, type ReadyState } from '../session/ready-state.ts'
import { Session } from '../session/session.ts'
import { resolveURL } from '../session/url.ts'
import { EventHandler } from './event-handler.ts'
import type {
  ClosedResult,
  FetchEventSource as Interface,
  FetchEventSourceConstructor,
  FetchEventSourceInit,
} from './event-source-interface.ts'
import {
  linkMessageEvent,
  makeEnumerable,
  StreamErrorEvent,
  StreamEvent,
  StreamOpenEvent,
} from './source-event.ts'

/** An instance of the class {@link FetchEventSource}. */
export type FetchEventSource<Events extends object = Record<string, string>> = Interface<Events>

type HandlerType = 'open' | 'message' | 'error'

export const FetchEventSource: FetchEventSourceConstructor = /* @__PURE__ */ withConstants(
  class FetchEventSource extends PlatformEventTarget {
    readonly #session: Session
    readonly #url: string
    readonly #withCredentials: boolean
    readonly #handlers: { [type in HandlerType]?: EventHandler } = {}
    readonly #areHandlersCalled = callsHandlerProperties()
    /** Until the runtime has looked for a handler to call itself: it is called in its place among the listeners. */
    #areHandlersHidden = false
    #result: ClosedResult | undefined
    #closed: Promise<ClosedResult> | undefined
    #resolveClosed: ((result: ClosedResult) => void) | undefined

    constructor(url: string | URL, init?: FetchEventSourceInit | null) {
      super()
      if (arguments.length === 0)
        throw new TypeError('FetchEventSource: expected a URL, got no argument')
      linkMessageEvent()
      this.#url = resolveURL(url)
      const settings = readOptions(init)
      this.#withCredentials = settings.requestInit['credentials'] === 'include'
      this.#session = new Session(this.#url, settings, {
        opened: (opening) => this.#dispatch(new StreamOpenEvent(opening)),
        received: (event) => this.#dispatch(new StreamEvent(event)),
        invalid: (error) => this.#dispatch(new StreamErrorEvent(error, undefined)),
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
  source: new (url: string | URL, init?: FetchEventSourceInit | null) => EventTarget,
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
      value(this: FetchEventSource) {
        this.close()
      },
      configurable: true,
      writable: true,
    })
  }
  return source as unknown as FetchEventSourceConstructor
}
