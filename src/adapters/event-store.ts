import type { EventOf, ParseOption } from '../stream/parse-data.ts'
import type { EventStore, Reduction, SubscriptionURL, UseEventSourceInit } from './init.ts'
import { Store } from './store.ts'

/**
 * Makes a store of the event stream at `url`, which connects when someone subscribes. `null`, or what else is falsy, in place of
 * a URL: not now.
 *
 * @throws `TypeError` for an invalid option.
 *
 * @example
 * ```ts
 * const store = createEventStore('/prices', {
 *   reduce: (bids: string[], event) => [...bids, event.data].slice(-100),
 *   initial: [],
 * })
 * const unsubscribe = store.subscribe(() => show(store.getSnapshot().data.join(' ')))
 * ```
 */
export function createEventStore<
  State,
  const Parse extends ParseOption | undefined = ParseOption | undefined,
>(
  url: SubscriptionURL,
  init: UseEventSourceInit<Parse> & Reduction<State, EventOf<Parse>>,
): EventStore<EventOf<Parse>, State, UseEventSourceInit<Parse> & Reduction<State, EventOf<Parse>>>
export function createEventStore<
  const Parse extends ParseOption | undefined = ParseOption | undefined,
>(
  url: SubscriptionURL,
  init?: UseEventSourceInit<Parse>,
): EventStore<EventOf<Parse>, EventOf<Parse>['data'] | undefined, UseEventSourceInit<Parse>>
export function createEventStore(url: SubscriptionURL, init: UseEventSourceInit = {}): object {
  return new Store(url, init)
}
