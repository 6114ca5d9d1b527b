import type { EventSourceError } from '../errors.ts'
import type { SessionInit } from '../session/init.ts'
import type { ReadyState } from '../session/ready-state.ts'
import type { ParseOption } from '../stream/parse-data.ts'
import type { SourceClass } from './source-like.ts'

/** Where to subscribe. What is falsy means: not now. */
export type SubscriptionURL = string | URL | null | undefined | false

/**
 * How a subscription is: `'idle'`, no connection is wanted, as the URL is falsy or it was closed by hand; `'connecting'`, for
 * the first time; `'open'`; `'reconnecting'`, after a connection was lost, or by hand, or while a hidden page pauses it: what is
 * there stays; `'ended'`, as it should; `'failed'`, for good, and `error` says why.
 */
export type SubscriptionStatus =
  | 'idle'
  | 'connecting'
  | 'open'
  | 'reconnecting'
  | 'ended'
  | 'failed'

/**
 * Options of `useEventSource`: those of a `FetchEventSource`, and what a component needs.
 *
 * Only another `url`, `method` or `key` makes another subscription. The functions given here, `reconnect.decide` among
 * them, and the values of `parse` and `events` are always those of the last render; any other value is read when the subscription begins.
 */
export interface UseEventSourceInit<
  Parse extends ParseOption | undefined = ParseOption | undefined,
> extends SessionInit<Parse> {
  /** Tells apart subscriptions to the same `url`: another key closes this one and begins a new one. */
  key?: string | number | undefined
  /** The event types to take. Default: all. */
  events?: readonly string[] | undefined
  /**
   * What to read the stream with: a class with the interface of `FetchEventSource`, such as `SharedEventSource`, which gets
   * the `key` too. Default: what a `FetchEventSource` is made of.
   *
   * @example
   * ```ts
   * useEventSource('/feed', { source: SharedEventSource, key: user.id, replay: 'opened' })
   * ```
   */
  source?: SourceClass | undefined
  /** Which events a `SharedEventSource` is to repeat that came before: see there. */
  replay?: 'opened' | number | undefined
}

/** With these, `data` is a state that every event adds to: the text of an answer, the last hundred rows. */
export interface Reduction<State, Event> {
  /** Makes the next state of the one before and an event. Called once for each, in order; must not change `state` itself. */
  reduce: (state: State, event: Event) => State
  /** The state before the first event. */
  initial: State
}

/** What a component sees of its subscription. */
export interface SubscriptionState<Event, Data> {
  /** How it is. */
  readonly status: SubscriptionStatus
  /** The last event. */
  readonly event: Event | undefined
  /** What `reduce` made of all events; without it, the data of the last one. Where a connection comes back that could not be resumed, the events come again, and `reduce` begins again at `initial`. */
  readonly data: Data
  /** What went wrong since the connection was last open. It is final if `status` is `'failed'`. */
  readonly error: EventSourceError | undefined
  /** 0 connecting, also while it waits to reconnect; 1 open; 2 closed, also where there is no URL. */
  readonly readyState: ReadyState
  /** The last event ID string: what the next request carries. */
  readonly lastEventId: string
}

/** What a component can do with its subscription; the functions stay the same as long as it does. */
export interface SubscriptionControl {
  /** Closes it. What is there stays. */
  close: () => void
  /** Drops the connection, or the wait, and connects now, resuming from the last event ID; also after it was closed, or has failed. */
  reconnect: () => void
}

/** How a subscription is, and what can be done with it. */
export interface EventStoreSnapshot<Event, Data>
  extends SubscriptionState<Event, Data>, SubscriptionControl {}

/** An event stream as a store: something to subscribe to, and a snapshot of how it is. What every `useEventSource` is built on. */
export interface EventStore<Event, Data, Init> extends SubscriptionControl {
  /**
   * Calls `listener` when there is another snapshot: at most once a frame, however fast events come, and at once when the
   * stream ends or something is done by hand. The first one connects. Returns what ends it; when the last one is gone by the
   * end of the turn, the connection is closed, and the next one resumes it from the last event that was taken.
   */
  subscribe: (listener: () => void) => () => void
  /** How it is: the same object until something has changed. */
  getSnapshot: () => EventStoreSnapshot<Event, Data>
  /**
   * Takes another URL and other options. Another `url`, `method` or `key` closes the connection and makes an empty snapshot at
   * once; at the end of the turn it connects, if anyone is subscribed, and tells the listeners. Of anything else, functions
   * count from the next event or attempt on, and values when a connection is begun anew.
   */
  update: (url: SubscriptionURL, init?: Init) => void
  /** Whether `update` with these would go on with what is there: for a framework that may not do anything while it renders. */
  continues: (url: SubscriptionURL, init?: Init) => boolean
  /** Closes at once, and forgets all listeners; for `using`. */
  [Symbol.dispose]: () => void
}
