import { useEffect, useState, useSyncExternalStore } from 'react'
import type { EventOf, ParseOption } from '../stream/parse-data.ts'
import { createEventStore } from './event-store.ts'
import type {
  Reduction,
  SubscriptionControl,
  SubscriptionState,
  SubscriptionURL,
  UseEventSourceInit,
} from './init.ts'

/** What `useEventSource` returns. */
export interface UseEventSourceResult<Event, Data>
  extends SubscriptionState<Event, Data>, SubscriptionControl {}

/**
 * Subscribes the component to an event stream while it is mounted, and renders it at most once a frame.
 *
 * `null`, or what else is falsy, in place of a URL: not now. Another `url`, `init.method` or `init.key` closes the stream and begins anew; inline
 * objects and functions in `init` do not. Nothing is connected while a server renders.
 *
 * @example
 * ```tsx
 * const { data, status } = useEventSource(question && '/chat', {
 *   method: 'POST',
 *   key: question,
 *   body: JSON.stringify({ question }),
 *   headers: async () => ({ authorization: `Bearer ${await token()}` }),
 *   reduce: (text, event) => text + event.data,
 *   initial: '',
 * })
 * ```
 */
export function useEventSource<
  State,
  const Parse extends ParseOption | undefined = ParseOption | undefined,
>(
  url: SubscriptionURL,
  init: UseEventSourceInit<Parse> & Reduction<State, EventOf<Parse>>,
): UseEventSourceResult<EventOf<Parse>, State>
export function useEventSource<
  const Parse extends ParseOption | undefined = ParseOption | undefined,
>(
  url: SubscriptionURL,
  init?: UseEventSourceInit<Parse>,
): UseEventSourceResult<EventOf<Parse>, EventOf<Parse>['data'] | undefined>
export function useEventSource(
  url: SubscriptionURL,
  init: UseEventSourceInit = {},
): UseEventSourceResult<never, never> {
  const [kept, keep] = useState(() => createEventStore(url, init))
  const isKept = kept.continues(url, init)
  const store = isKept ? kept : createEventStore(url, init)
  // React renders again at once: what is of the old subscription is never shown as of the new one.
  if (!isKept) keep(store)
  useEffect(() => store.update(url, init))
  const { subscribe, getSnapshot } = store
  // What a hook returns is what `parse` and `reduce` make at run time; only the types tell it apart.
  return useSyncExternalStore(subscribe, getSnapshot, getSnapshot) as UseEventSourceResult<
    never,
    never
  >
}
