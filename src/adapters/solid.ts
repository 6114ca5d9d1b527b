import {
  type Accessor,
  createComputed,
  createMemo,
  createSignal,
  onCleanup,
  onMount,
} from 'solid-js'
import type { EventOf, ParseOption } from '../stream/parse-data.ts'
import { createEventStore } from './event-store.ts'
import type {
  Reduction,
  SubscriptionControl,
  SubscriptionState,
  SubscriptionURL,
  UseEventSourceInit,
} from './init.ts'
import { valueOf } from './value-of.ts'

/** A value, or an accessor of one. */
export type MaybeAccessor<Value> = Value | Accessor<Value>

type Accessors<State> = { readonly [Name in keyof State]: Accessor<State[Name]> }

/** What `useEventSource` returns: an accessor of each. */
export interface UseEventSourceResult<Event, Data>
  extends Accessors<SubscriptionState<Event, Data>>, SubscriptionControl {}

/**
 * Subscribes to an event stream from when the component is mounted until its owner is disposed of. Updates at most once a frame.
 *
 * `null`, or what else is falsy, in place of a URL: not now. Another `url`, `init.method` or `init.key` closes the stream and begins anew; anything
 * else in `init` does not. Nothing is connected while a server renders.
 *
 * @example
 * ```ts
 * const [room, setRoom] = createSignal('lobby')
 * const { data, status } = useEventSource(() => `/rooms/${room()}`, {
 *   reduce: (messages: string[], event) => [...messages, event.data].slice(-100),
 *   initial: [],
 * })
 * ```
 */
export function useEventSource<
  State,
  const Parse extends ParseOption | undefined = ParseOption | undefined,
>(
  url: MaybeAccessor<SubscriptionURL>,
  init: MaybeAccessor<UseEventSourceInit<Parse> & Reduction<State, EventOf<Parse>>>,
): UseEventSourceResult<EventOf<Parse>, State>
export function useEventSource<
  const Parse extends ParseOption | undefined = ParseOption | undefined,
>(
  url: MaybeAccessor<SubscriptionURL>,
  init?: MaybeAccessor<UseEventSourceInit<Parse>>,
): UseEventSourceResult<EventOf<Parse>, EventOf<Parse>['data'] | undefined>
export function useEventSource(
  url: MaybeAccessor<SubscriptionURL>,
  init: MaybeAccessor<UseEventSourceInit> = {},
): UseEventSourceResult<unknown, unknown> {
  const store = createEventStore(valueOf(url), valueOf(init))
  const [snapshot, setSnapshot] = createSignal(store.getSnapshot())
  const take = (): void => void setSnapshot(store.getSnapshot())

  // Before all else that the URL changes, so that no one sees what is of the old subscription when the URL is the new one.
  createComputed(() => {
    store.update(valueOf(url), valueOf(init))
    take()
  })
  onMount(() => {
    onCleanup(store.subscribe(take))
    take()
  })

  const { close, reconnect, ...state } = store.getSnapshot()
  const names = Object.keys(state) as (keyof typeof state)[]
  const accessors = names.map((name) => [name, createMemo(() => snapshot()[name])])
  return { ...(Object.fromEntries(accessors) as Accessors<typeof state>), close, reconnect }
}
