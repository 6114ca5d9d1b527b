import {
  computed,
  getCurrentInstance,
  getCurrentScope,
  nextTick,
  onMounted,
  onScopeDispose,
  type Ref,
  shallowRef,
  unref,
  watch,
} from 'vue'
import { hasPage } from '../platform/page.ts'
import type { EventOf, ParseOption } from '../stream/parse-data.ts'
import { createEventStore } from './event-store.ts'
import type {
  Reduction,
  SubscriptionControl,
  SubscriptionState,
  SubscriptionURL,
  UseEventSourceInit,
} from './init.ts'

/** A value, a ref of one, or a getter. */
export type Reactive<Value> = Value | Readonly<Ref<Value>> | (() => Value)

type Refs<State> = { readonly [Name in keyof State]: Readonly<Ref<State[Name]>> }

/** What `useEventSource` returns: a ref of each. */
export interface UseEventSourceResult<Event, Data>
  extends Refs<SubscriptionState<Event, Data>>, SubscriptionControl {}

/**
 * Subscribes to an event stream from when the component is mounted until its scope is disposed of; outside of a component,
 * at once. Updates at most once a frame.
 *
 * `null`, or what else is falsy, in place of a URL: not now. Another `url`, `init.method` or `init.key` closes the stream and begins anew; anything
 * else in `init` does not. Nothing is connected while a server renders.
 *
 * @example
 * ```ts
 * const room = ref('lobby')
 * const { data, status } = useEventSource(() => `/rooms/${room.value}`, {
 *   parse: Message,
 *   reduce: (messages: Message[], event) => [...messages, event.data].slice(-100),
 *   initial: [],
 * })
 * ```
 */
export function useEventSource<
  State,
  const Parse extends ParseOption | undefined = ParseOption | undefined,
>(
  url: Reactive<SubscriptionURL>,
  init: Reactive<UseEventSourceInit<Parse> & Reduction<State, EventOf<Parse>>>,
): UseEventSourceResult<EventOf<Parse>, State>
export function useEventSource<
  const Parse extends ParseOption | undefined = ParseOption | undefined,
>(
  url: Reactive<SubscriptionURL>,
  init?: Reactive<UseEventSourceInit<Parse>>,
): UseEventSourceResult<EventOf<Parse>, EventOf<Parse>['data'] | undefined>
export function useEventSource(
  url: Reactive<SubscriptionURL>,
  init: Reactive<UseEventSourceInit> = {},
): UseEventSourceResult<unknown, unknown> {
  const store = createEventStore(valueOf(url), valueOf(init))
  const snapshot = shallowRef(store.getSnapshot())
  const take = (): void => void (snapshot.value = store.getSnapshot())
  let unsubscribe: (() => void) | undefined
  let isDisposed = false
  const begin = (): void => {
    if (unsubscribe || isDisposed) return
    unsubscribe = store.subscribe(take)
    take()
  }

  // At once, so that no one sees what is of the old subscription when the URL is the new one.
  watch(
    () => {
      const latest = [valueOf(url), valueOf(init)] as const
      // Reads what of a reactive object makes another subscription.
      store.continues(...latest)
      return latest
    },
    (latest) => {
      store.update(...latest)
      take()
    },
    { flush: 'sync' },
  )
  const component = getCurrentInstance()
  if (component?.isMounted === false) {
    onMounted(begin)
    // Called in `onBeforeMount`, that comes too late for this mount.
    void nextTick(() => {
      if (component.isMounted && !component.isUnmounted) begin()
    })
  } else if (hasPage()) {
    // Called in `onMounted` itself, there is no other one to wait for.
    begin()
  }
  if (getCurrentScope())
    onScopeDispose(() => {
      isDisposed = true
      unsubscribe?.()
    })

  const { close, reconnect, ...state } = store.getSnapshot()
  const names = Object.keys(state) as (keyof typeof state)[]
  const refs = names.map((name) => [name, computed(() => snapshot.value[name])])
  return { ...(Object.fromEntries(refs) as Refs<typeof state>), close, reconnect }
}

function valueOf<Value>(reactive: Reactive<Value>): Value {
  return typeof reactive === 'function' ? (reactive as () => Value)() : unref(reactive)
}
