import { onMount } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'
import { toStore } from 'svelte/store'
import type { EventOf, ParseOption } from '../stream/parse-data.ts'
import { createEventStore } from './event-store.ts'
import type { EventStoreSnapshot, Reduction, SubscriptionURL, UseEventSourceInit } from './init.ts'
import { valueOf } from './value-of.ts'

/** A value, or a getter of one, which may read what is reactive. */
export type Gettable<Value> = Value | (() => Value)

/** What `useEventSource` returns: an object whose properties are reactive where they are read; so it is not to be destructured. */
export interface UseEventSourceResult<Event, Data> extends EventStoreSnapshot<Event, Data> {}

/**
 * Subscribes to an event stream as long as the component is mounted; outside of a component, in a `.svelte.ts` module, as long
 * as anything that is shown reads the result. Updates at most once a frame.
 *
 * `null`, or what else is falsy, in place of a URL: not now. Another `url`, `init.method` or `init.key` closes the stream and begins anew; anything
 * else in `init` does not. Nothing is connected while a server renders.
 *
 * @example
 * ```ts
 * const { room } = $props()
 * const feed = useEventSource(() => `/rooms/${room}`, {
 *   reduce: (messages: string[], event) => [...messages, event.data].slice(-100),
 *   initial: [],
 * })
 * const count = $derived(feed.data.length)
 * ```
 */
export function useEventSource<
  State,
  const Parse extends ParseOption | undefined = ParseOption | undefined,
>(
  url: Gettable<SubscriptionURL>,
  init: Gettable<UseEventSourceInit<Parse> & Reduction<State, EventOf<Parse>>>,
): UseEventSourceResult<EventOf<Parse>, State>
export function useEventSource<
  const Parse extends ParseOption | undefined = ParseOption | undefined,
>(
  url: Gettable<SubscriptionURL>,
  init?: Gettable<UseEventSourceInit<Parse>>,
): UseEventSourceResult<EventOf<Parse>, EventOf<Parse>['data'] | undefined>
export function useEventSource(
  url: Gettable<SubscriptionURL>,
  init: Gettable<UseEventSourceInit> = {},
): UseEventSourceResult<unknown, unknown> {
  const latest = () => [valueOf(url), valueOf(init)] as const
  const store = createEventStore(...latest())
  let tell = (): void => {}
  const connect = (): (() => void) => {
    const unfollow = toStore(latest).subscribe((now) => store.update(...now))
    const unsubscribe = store.subscribe(() => tell())
    return () => {
      unfollow()
      unsubscribe()
    }
  }
  let isInComponent = true
  try {
    // Not when it is read first: a component that only has `onEvent` reads nothing.
    onMount(connect)
  } catch {
    isInComponent = false
  }
  const subscribe = createSubscriber((update) => {
    tell = update
    return isInComponent ? undefined : connect()
  })

  const result = {}
  for (const name of Object.keys(store.getSnapshot()) as (keyof EventStoreSnapshot<0, 0>)[]) {
    const get = () => {
      subscribe()
      // At once, so that no one sees what is of the old subscription when the URL is the new one.
      store.update(...latest())
      return store.getSnapshot()[name]
    }
    Object.defineProperty(result, name, { get, enumerable: true })
  }
  return result as UseEventSourceResult<unknown, unknown>
}
