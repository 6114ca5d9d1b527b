import {
  assertInInjectionContext,
  computed,
  DestroyRef,
  effect,
  inject,
  NgZone,
  PLATFORM_ID,
  type Signal,
  signal,
  untracked,
} from '@angular/core'
import type { EventOf, ParseOption } from '../stream/parse-data.ts'
import { createEventStore } from './event-store.ts'
import type {
  EventStore,
  Reduction,
  SubscriptionControl,
  SubscriptionState,
  SubscriptionURL,
  UseEventSourceInit,
} from './init.ts'
import { valueOf } from './value-of.ts'

/** A value, or a signal or other function of one. */
export type MaybeSignal<Value> = Value | (() => Value)

type Signals<State> = { readonly [Name in keyof State]: Signal<State[Name]> }

/** What `useEventSource` returns: a signal of each. */
export interface UseEventSourceResult<Event, Data>
  extends Signals<SubscriptionState<Event, Data>>, SubscriptionControl {}

/**
 * Subscribes to an event stream until the component, or whatever else it is injected in, is destroyed. Updates at most once a
 * frame, with and without zone.js. To be called in an injection context.
 *
 * `null`, or what else is falsy, in place of a URL: not now. Another `url`, `init.method` or `init.key` closes the stream and begins anew; anything
 * else in `init` does not. A required input may be read in a function. Nothing is connected while a server renders.
 *
 * @example
 * ```ts
 * class Room {
 *   readonly room = signal('lobby')
 *   readonly feed = useEventSource(() => `/rooms/${this.room()}`, {
 *     reduce: (messages: string[], event) => [...messages, event.data].slice(-100),
 *     initial: [],
 *   })
 *   readonly count = computed(() => this.feed.data().length)
 * }
 * ```
 */
export function useEventSource<
  State,
  const Parse extends ParseOption | undefined = ParseOption | undefined,
>(
  url: MaybeSignal<SubscriptionURL>,
  init: MaybeSignal<UseEventSourceInit<Parse> & Reduction<State, EventOf<Parse>>>,
): UseEventSourceResult<EventOf<Parse>, State>
export function useEventSource<
  const Parse extends ParseOption | undefined = ParseOption | undefined,
>(
  url: MaybeSignal<SubscriptionURL>,
  init?: MaybeSignal<UseEventSourceInit<Parse>>,
): UseEventSourceResult<EventOf<Parse>, EventOf<Parse>['data'] | undefined>
export function useEventSource(
  url: MaybeSignal<SubscriptionURL>,
  init: MaybeSignal<UseEventSourceInit> = {},
): UseEventSourceResult<unknown, unknown> {
  assertInInjectionContext(useEventSource)
  const zone = inject(NgZone)
  const isBrowser = inject(PLATFORM_ID) === 'browser'
  // Made when it is first read: before, the inputs of a component have no value.
  let store: EventStore<unknown, unknown, UseEventSourceInit> | undefined
  // Updated where it is read, so that no one sees what is of the old subscription when the URL is the new one.
  const current = () => {
    const latest = [valueOf(url), valueOf(init)] as const
    return zone.runOutsideAngular(() => {
      store?.update(...latest)
      return (store ??= createEventStore(...latest))
    })
  }
  const version = signal(0)
  const snapshot = computed(() => {
    version()
    return current().getSnapshot()
  })
  let unsubscribe: (() => void) | undefined
  effect(() => {
    const store = current()
    if (isBrowser && !unsubscribe)
      unsubscribe = zone.runOutsideAngular(() =>
        store.subscribe(() => version.update((count) => count + 1)),
      )
  })
  inject(DestroyRef).onDestroy(() => unsubscribe?.())

  const of = <Name extends keyof SubscriptionState<0, 0>>(name: Name) =>
    computed(() => snapshot()[name])
  return {
    status: of('status'),
    event: of('event'),
    data: of('data'),
    error: of('error'),
    readyState: of('readyState'),
    lastEventId: of('lastEventId'),
    close: () => untracked(current).close(),
    reconnect: () => zone.runOutsideAngular(() => untracked(current).reconnect()),
  }
}
