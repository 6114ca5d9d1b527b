import type { EventSourceError } from '../errors.ts'
import { onNextFrame } from '../platform/page.ts'
import { guarded } from '../platform/report.ts'
import { readOptions, type SessionSettings } from '../session/options.ts'
import { CLOSED, CONNECTING, OPEN } from '../session/ready-state.ts'
import { Session } from '../session/session.ts'
import { resolveURL } from '../session/url.ts'
import { dataParser } from '../stream/parse-data.ts'
import type { ServerSentEvent } from '../stream/event.ts'
import type {
  Reduction,
  SubscriptionControl,
  SubscriptionState,
  SubscriptionStatus,
  SubscriptionURL,
  UseEventSourceInit,
} from './init.ts'

type Init = UseEventSourceInit & Partial<Reduction<unknown, unknown>>
type Snapshot = SubscriptionState<unknown, unknown> & SubscriptionControl

/**
 * What a component subscribes to: connects when it does, and tells it at most once a frame that there is a new snapshot,
 * however fast events come.
 *
 * It is of one `url`, `method` and `key`. For others there is another one, so nothing of the old can get into the new.
 */
export class Subscription {
  /** Of the last render: what it says counts from the next event, or the next attempt, on. */
  init: Init
  readonly #url: string | null
  readonly #identity: string
  readonly #settings: SessionSettings

  #session: Session | undefined
  #listener: (() => void) | undefined
  /** Whether it was closed otherwise than by the component going away. */
  #isOver = false
  /** How it came to its end by itself. */
  #outcome: 'ended' | 'failed' | undefined
  /** Whether the session had a connection, or lost one: what it makes now is another one. */
  #wasTried = false
  /** Where the first session began: who resumes from there gets all events again. */
  #firstEventId: string | undefined
  #isFrameAsked = false
  #cancelFrame: (() => void) | undefined

  #event: ServerSentEvent<unknown> | undefined
  #data: unknown
  #error: EventSourceError | undefined
  #snapshot: Snapshot | undefined

  constructor(url: SubscriptionURL, init: Init) {
    this.#url = url ? String(url) : null
    this.#identity = identityOf(url, init)
    this.init = init
    this.#settings = this.#readOptions()
    this.#reset()
    this.#take()
  }

  isOf(url: SubscriptionURL, init: Init): boolean {
    return this.#identity === identityOf(url, init)
  }

  readonly getSnapshot = (): Snapshot => this.#snapshot!

  /** Connects. Returns what closes it again, unless there is a listener again by the end of the turn. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listener = listener
    if (!this.#isOver) this.#open()
    return () => {
      this.#listener = undefined
      // StrictMode and hot reloading unsubscribe and subscribe in one go, for which no request is to be sent again.
      void Promise.resolve().then(() => this.#closeIfLeft())
    }
  }

  readonly #close = (): void => {
    this.#isOver = true
    this.#session?.close()
    this.#publish()
  }

  readonly #reconnect = (): void => {
    this.#isOver = false
    if (!this.#listener) return
    this.#resetUnlessResumable()
    this.#session?.reconnect()
    this.#open()
    this.#publish()
  }

  get #lastEventId(): string {
    return (this.#session ?? this.#settings).lastEventId
  }

  #open(): void {
    if (this.#url == null || (this.#session && this.#session.readyState !== CLOSED)) return
    this.#resetUnlessResumable()
    this.#error = undefined
    this.#outcome = undefined
    this.#wasTried = false
    const settings = { ...this.#settings, lastEventId: this.#lastEventId }
    this.#session = new Session(resolveURL(this.#url), settings, {
      opened: ({ resumedFrom }) => {
        this.#error = undefined
        const isFromStart = resumedFrom === '' || resumedFrom === this.#firstEventId
        if (this.#wasTried && isFromStart && this.init.reduce) this.#reset()
        this.#wasTried = true
        this.#publishSoon()
      },
      received: (event) => this.#receive(event),
      invalid: (error) => {
        const { onInvalid } = this.init
        if (onInvalid) {
          guarded(() => onInvalid(error))
          return
        }
        this.#error = error
        this.#publishSoon()
      },
      lost: (error) => {
        this.#wasTried = true
        this.#error = error
        this.#publishSoon()
      },
      connecting: () => this.#publishSoon(),
      closed: (reason, error) => {
        // The component going away is no end: it may come back.
        if (reason !== 'closed') this.#isOver = true
        if (reason === 'ended' || reason === 'failed') this.#outcome = reason
        if (reason === 'failed') this.#error = error
        else if (this.#error?.code !== 'invalid-data') this.#error = undefined
        this.#publish()
      },
    })
    this.#firstEventId ??= this.#session.lastEventId
    this.#take()
    this.#session.start()
  }

  /** The options of the session, checked; each function in them calls that of the last render. */
  #readOptions(): SessionSettings {
    const { key: _, events: _1, onEvent: _2, reduce: _3, initial: _4, ...init } = this.init
    const latest = (name: string) => (this.init as Record<string, unknown>)[name]
    const options = Object.entries(init).map(([name, value]) => {
      if (typeof value !== 'function' || name === 'parse') return [name, value]
      const call = (...args: unknown[]): unknown => {
        const now = latest(name)
        return (typeof now === 'function' ? now : value)(...args)
      }
      return [name, call]
    })
    const settings = readOptions(Object.fromEntries(options))
    return {
      ...settings,
      // These may be missing in one render and there in another.
      reconnect: {
        ...settings.reconnect,
        decide: (error, attempt) => (this.init.reconnect || {}).decide?.(error, attempt),
      },
      onOpen: (opening) => this.init.onOpen?.(opening),
      onComment: (text) => this.init.onComment?.(text),
      // Called where the session tells of what is invalid.
      onInvalid: undefined,
      parse: (event) => {
        const { events, parse } = this.init
        return events?.includes(event.type) === false ? undefined : dataParser(parse)?.(event)
      },
    }
  }

  #closeIfLeft(): void {
    if (!this.#listener) this.#session?.close()
  }

  #receive(event: ServerSentEvent<unknown>): void {
    // What was on its way when the component went away.
    if (!this.#listener) return this.#closeIfLeft()
    const { events, reduce, onEvent } = this.init
    if (events && !events.includes(event.type)) return
    this.#event = event
    guarded(() => (this.#data = reduce ? reduce(this.#data, event) : event.data))
    this.#publishSoon()
    guarded(() => onEvent?.(event as never))
  }

  /** Without a new last event ID to resume from, the events will come again from the first one on. */
  #resetUnlessResumable(): void {
    if (this.#session?.lastEventId === this.#firstEventId) this.#reset()
  }

  #reset(): void {
    this.#event = undefined
    this.#data = this.init.initial
  }

  #publishSoon(): void {
    if (this.#isFrameAsked) return
    this.#isFrameAsked = true
    this.#cancelFrame = onNextFrame(() => this.#publish())
  }

  /** Tells the listener now: the end of a stream, and what the user did, wait for no frame. */
  #publish(): void {
    this.#isFrameAsked = false
    this.#cancelFrame?.()
    this.#take()
    this.#listener?.()
  }

  get #status(): SubscriptionStatus {
    const isClosed = this.#session?.readyState === CLOSED
    if (this.#url == null || this.#isOver || isClosed) return this.#outcome ?? 'idle'
    if (this.#session?.readyState === OPEN) return 'open'
    return this.#wasTried ? 'reconnecting' : 'connecting'
  }

  #take(): void {
    const isIdle = this.#url == null || this.#isOver
    const before = this.#snapshot
    const snapshot: Snapshot = {
      status: this.#status,
      event: this.#event,
      data: this.#data,
      error: this.#error,
      readyState: this.#session?.readyState ?? (isIdle ? CLOSED : CONNECTING),
      lastEventId: this.#lastEventId,
      close: this.#close,
      reconnect: this.#reconnect,
    }
    const names = Object.keys(snapshot) as (keyof Snapshot)[]
    // The same object for the same state: a listener that compares has nothing to do.
    if (!before || names.some((name) => !Object.is(snapshot[name], before[name])))
      this.#snapshot = snapshot
  }
}

function identityOf(url: SubscriptionURL, { method = 'GET', key }: Init): string {
  return JSON.stringify([url || null, method, key])
}
