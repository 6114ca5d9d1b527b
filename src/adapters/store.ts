import type { EventSourceError } from '../errors.ts'
import { onNextFrame } from '../platform/page.ts'
import { guarded } from '../platform/report.ts'
import { readOptions } from '../session/options.ts'
import type { SessionInit } from '../session/init.ts'
import type { Opening } from '../session/attempt.ts'
import { CLOSED, CONNECTING, OPEN, type ReadyState } from '../session/ready-state.ts'
import { Session } from '../session/session.ts'
import { resolveURL } from '../session/url.ts'
import type { ServerSentEvent } from '../stream/event.ts'
import type { EventStore, EventStoreSnapshot, SubscriptionStatus, SubscriptionURL } from './init.ts'
import { identityOf, type Init, liveInit } from './live-init.ts'
import type { SourceLike } from './source-like.ts'

type Snapshot = EventStoreSnapshot<unknown, unknown>

/** The store that `createEventStore` makes. What `parse` and `reduce` make is known at run time; only its types tell it apart. */
export class Store implements EventStore<unknown, unknown, Init> {
  /** The latest: what it says counts from the next event, or the next attempt, on. */
  #init!: Init
  /** Those of the session. */
  #options!: SessionInit
  #url!: string | false | null | undefined
  #identity!: string

  readonly #listeners = new Set<() => void>()
  #session: Session | SourceLike | undefined
  /** Whether it was closed otherwise than by the listeners going away. */
  #isOver!: boolean
  /** How it came to its end by itself. */
  #outcome: 'ended' | 'failed' | undefined
  /** Whether the session had a connection, or lost one: what it makes now is another one. */
  #wasTried!: boolean
  /** Where the first session began: who resumes from there gets all events again. */
  #firstEventId: string | undefined
  /** As of the last event that a listener was there for. */
  #takenEventId = ''
  /** Whether another one came when the last listener had gone: it is for who comes next. */
  #hasMissed = false

  #isFrameAsked = false
  #cancelFrame: (() => void) | undefined

  #event: ServerSentEvent<unknown> | undefined
  #data: unknown
  #error: EventSourceError | undefined
  #snapshot = {} as Snapshot

  constructor(url: SubscriptionURL, init: Init) {
    this.#begin(url, init)
    this.#take()
  }

  readonly getSnapshot = (): Snapshot => this.#snapshot

  readonly subscribe = (listener: () => void): (() => void) => {
    const tell = () => listener()
    this.#listeners.add(tell)
    this.#open()
    return () => {
      this.#listeners.delete(tell)
      // StrictMode and hot reloading unsubscribe and subscribe in one go, for which no request is to be sent again.
      endOfTurn(() => this.#listeners.size || this.#end())
    }
  }

  readonly continues = (url: SubscriptionURL, init: Init = {}): boolean =>
    this.#identity === identityOf(url, init)

  readonly update = (url: SubscriptionURL, init: Init = {}): void => {
    if (this.continues(url, init)) {
      this.#init = init
      return
    }
    const before = this.#session
    this.#begin(url, init)
    before?.close()
    this.#take()
    // When all has changed that changes in this turn, so that there is one request. And where frameworks read, nothing may write.
    endOfTurn(() => {
      this.#open()
      this.#publish()
    })
  }

  readonly close = (): void => {
    this.#isOver = true
    this.#end()
  }

  readonly reconnect = (): void => {
    this.#isOver = false
    if (!this.#listeners.size) return
    this.#resetUnlessResumable()
    this.#session?.reconnect()
    this.#open()
    this.#publish()
  };

  [Symbol.dispose](): void {
    this.#listeners.clear()
    this.#end()
  }

  /** As of nothing before; where the options are not valid, nothing is changed. */
  #begin(url: SubscriptionURL, init: Init): void {
    this.#options = liveInit(init, () => this.#init)
    this.#init = init
    this.#url = url && String(url)
    this.#identity = identityOf(url, init)
    this.#session = this.#outcome = this.#error = undefined
    this.#isOver = this.#wasTried = this.#hasMissed = false
    this.#firstEventId = undefined
    this.#reset()
  }

  get #lastEventId(): string {
    return this.#hasMissed
      ? this.#takenEventId
      : ((this.#session ?? this.#options).lastEventId ?? '')
  }

  #open(): void {
    const url = this.#url
    if (!url || this.#isOver || !this.#listeners.size) return
    if (this.#session && this.#session.readyState !== CLOSED) return
    this.#resetUnlessResumable()
    this.#error = this.#outcome = undefined
    this.#wasTried = false
    const { source: Source, key, replay } = this.#init
    const options = {
      ...this.#options,
      lastEventId: this.#lastEventId,
      onOpen: (opening: Opening) => this.#opened(opening),
      onEvent: (event: ServerSentEvent<unknown>) => this.#receive(event),
    }
    const invalid = (error: EventSourceError) => this.#invalid(error)
    const lost = (error: EventSourceError) => {
      this.#wasTried = true
      this.#setError(error)
    }
    const closed = (reason: string, error: EventSourceError | undefined) => {
      // What was closed by hand, or by the listeners going away, may come back.
      if (reason !== 'closed' && session === this.#session) this.#closed(reason, error)
    }
    let session: Session | SourceLike
    if (Source) {
      session = new Source(url, { ...options, key, replay })
      session.addEventListener('error', ({ error, reconnectIn }) => {
        // What the server calls an error has none; the last one comes with the end.
        if (error && reconnectIn !== null) (reconnectIn === undefined ? invalid : lost)(error)
      })
      void session.closed.then(({ reason, error }) => closed(reason, error))
    } else {
      // Of what opens and comes the options tell, as with any source.
      session = new Session(resolveURL(url), readOptions(options), {
        invalid,
        lost,
        connecting: () => this.#publishSoon(),
        closed,
      })
    }
    this.#session = session
    this.#takenEventId = session.lastEventId
    this.#firstEventId ??= this.#takenEventId
    this.#hasMissed = false
    this.#take()
    if (!Source) (session as Session).start()
  }

  #opened(opening: Opening): void {
    if (this.#wasTried && this.#init.reduce) this.#resetUnlessResumable(opening.resumedFrom)
    this.#wasTried = true
    this.#setError(undefined)
    this.#init.onOpen?.(opening)
  }

  #receive(event: ServerSentEvent<unknown>): void {
    if (this.#misses(event.lastEventId)) return
    const { events, reduce, onEvent } = this.#init
    if (events && !events.includes(event.type)) return
    this.#event = event
    guarded(() => (this.#data = reduce ? reduce(this.#data, event) : event.data))
    this.#publishSoon()
    onEvent?.(event as never)
  }

  /** What was on its way when the last listener went away is no one's, and neither is its ID. */
  #misses(lastEventId: string): boolean {
    this.#hasMissed = !this.#listeners.size
    if (this.#hasMissed) this.#end()
    else this.#takenEventId = lastEventId
    return this.#hasMissed
  }

  #invalid(error: EventSourceError): void {
    if (this.#misses(this.#lastEventId)) return
    const { onInvalid } = this.#init
    if (onInvalid) guarded(() => onInvalid(error))
    else this.#setError(error)
  }

  #setError(error: EventSourceError | undefined): void {
    this.#error = error
    this.#publishSoon()
  }

  /** By itself, or by its signal. */
  #closed(reason: string, error: EventSourceError | undefined): void {
    const isFailure = reason === 'failed'
    this.#isOver = true
    if (reason !== 'aborted') this.#outcome = isFailure ? reason : 'ended'
    this.#end(isFailure ? error : undefined)
  }

  #end(error?: EventSourceError): void {
    this.#session?.close()
    // Why it failed is still why when the last listener goes.
    if (error || (this.#outcome !== 'failed' && this.#error?.code !== 'invalid-data'))
      this.#error = error
    this.#publish()
  }

  /** Without a new last event ID to resume from, the events will come again from the first one on. */
  #resetUnlessResumable(from = this.#lastEventId): void {
    if (['', this.#firstEventId].includes(from)) this.#reset()
  }

  #reset(): void {
    this.#event = undefined
    this.#data = this.#init.initial
  }

  #publishSoon(): void {
    if (this.#isFrameAsked) return
    this.#isFrameAsked = true
    this.#cancelFrame = onNextFrame(() => this.#publish())
  }

  /** Tells the listeners now: the end of a stream, and what the user did, wait for no frame. */
  #publish(): void {
    this.#isFrameAsked = false
    this.#cancelFrame?.()
    this.#take()
    for (const tell of [...this.#listeners]) guarded(tell)
  }

  #statusAt(readyState: ReadyState): SubscriptionStatus {
    if (readyState === CLOSED) return this.#outcome ?? 'idle'
    if (readyState === OPEN) return 'open'
    return this.#wasTried ? 'reconnecting' : 'connecting'
  }

  #take(): void {
    const isIdle = !this.#url || this.#isOver
    const readyState = this.#session?.readyState ?? (isIdle ? CLOSED : CONNECTING)
    const snapshot: Snapshot = {
      status: this.#statusAt(isIdle ? CLOSED : readyState),
      event: this.#event,
      data: this.#data,
      error: this.#error,
      readyState,
      lastEventId: this.#lastEventId,
      close: this.close,
      reconnect: this.reconnect,
    }
    const names = Object.keys(snapshot) as (keyof Snapshot)[]
    // The same object for the same state: a listener that compares has nothing to do.
    if (names.some((name) => !Object.is(snapshot[name], this.#snapshot[name])))
      this.#snapshot = snapshot
  }
}

/** Runs what is to see all that is done in this turn; what it throws is reported. */
function endOfTurn(run: () => unknown): void {
  void Promise.resolve().then(() => guarded(run))
}
