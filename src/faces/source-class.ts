import { callsHandlerProperties } from '../platform/quirks.ts'
import { PlatformEventTarget } from '../platform/realm.ts'
import { reportException } from '../platform/report.ts'
import type { SessionObserver } from '../session/observers.ts'
import type { SessionSettings } from '../session/options.ts'
import { CLOSED, CONNECTING, OPEN, type ReadyState } from '../session/ready-state.ts'
import { resolveURL } from '../session/url.ts'
import { EventHandler } from './event-handler.ts'
import type { ClosedResult } from './fetch-event-source.ts'
import {
  linkMessageEvent,
  makeEnumerable,
  StreamErrorEvent,
  StreamEvent,
  StreamOpenEvent,
} from './source-event.ts'

/** What is behind a source: a session, or a part in one that is shared. */
interface Subscription {
  readonly readyState: ReadyState
  readonly lastEventId: string
  start(): void
  close(): void
  reconnect(): void
}

type HandlerType = 'open' | 'message' | 'error'

/**
 * A class with the interface of `EventSource`, over subscriptions of the given class. Made by a function, and not derived from
 * a common class, as the prototype of `EventSource.prototype` is that of `EventTarget`.
 */
export function sourceClass<Settings extends SessionSettings>(
  name: string,
  readInit: (init: object | null | undefined) => Settings,
  Subscription: new (url: string, settings: Settings, observer: SessionObserver) => Subscription,
): unknown {
  class Source extends PlatformEventTarget {
    readonly #subscription: Subscription
    readonly #url: string
    readonly #withCredentials: boolean
    readonly #handlers: { [type in HandlerType]?: EventHandler } = {}
    readonly #areHandlersCalled = callsHandlerProperties()
    /** Until the runtime has looked for a handler to call itself: it is called in its place among the listeners. */
    #areHandlersHidden = false
    #result: ClosedResult | undefined
    #closed: Promise<ClosedResult> | undefined
    #resolveClosed: ((result: ClosedResult) => void) | undefined

    constructor(url: string | URL, init?: object | null) {
      super()
      if (arguments.length === 0) throw new TypeError(`${name}: expected a URL, got no argument`)
      linkMessageEvent()
      this.#url = resolveURL(url)
      const settings = readInit(init)
      this.#withCredentials = settings.requestInit['credentials'] === 'include'
      this.#subscription = new Subscription(this.#url, settings, {
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
      this.#subscription.start()
    }

    get url(): string {
      return this.#url
    }

    get withCredentials(): boolean {
      return this.#withCredentials
    }

    get readyState(): ReadyState {
      return this.#subscription.readyState
    }

    get lastEventId(): string {
      return this.#subscription.lastEventId
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
      this.#subscription.close()
    }

    reconnect(): void {
      this.#subscription.reconnect()
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
  }

  defineInterface(Source, name)
  return Source
}

/** The name; the constants, on the class and on its prototype, as Web IDL defines them; and `[Symbol.dispose]`, where there is that symbol. */
function defineInterface(source: { prototype: { close(): void } }, name: string): void {
  const { prototype } = source
  const constant = (value: ReadyState) => ({ value, enumerable: true })
  const constants = {
    CONNECTING: constant(CONNECTING),
    OPEN: constant(OPEN),
    CLOSED: constant(CLOSED),
  }
  Object.defineProperties(source, constants)
  Object.defineProperty(source, 'name', { value: name, configurable: true })
  // Libraries that ask whether `init.fetch` is heeded learn that it is.
  Object.defineProperty(source, Symbol.for('eventsource.supports-fetch-override'), { value: true })
  Object.defineProperty(prototype, Symbol.toStringTag, { value: 'EventSource', configurable: true })
  makeEnumerable(prototype, [
    ...['url', 'withCredentials', 'readyState', 'onopen', 'onmessage', 'onerror', 'close'],
    ...['lastEventId', 'closed', 'reconnect'],
  ])
  Object.defineProperties(prototype, constants)
  if (Symbol.dispose) {
    Object.defineProperty(prototype, Symbol.dispose, {
      value(this: { close(): void }) {
        this.close()
      },
      configurable: true,
      writable: true,
    })
  }
}
