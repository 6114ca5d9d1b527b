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
import type {
  Reduction,
  SubscriptionControl,
  SubscriptionState,
  SubscriptionURL,
  UseEventSourceInit,
} from './init.ts'
import { Subscription } from './subscription.ts'

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
  let subscription = new Subscription(valueOf(url), valueOf(init))
  let unsubscribe: (() => void) | undefined
  let isActive = false
  const snapshot = shallowRef(subscription.getSnapshot())

  const take = (): void => void (snapshot.value = subscription.getSnapshot())
  const connect = (): void => {
    if (!isActive || unsubscribe) return
    unsubscribe = subscription.subscribe(take)
    take()
  }
  const begin = (): void => {
    isActive = true
    connect()
  }

  // At once, so that no one sees what is of the old subscription when the URL is the new one.
  watch(
    () => {
      const [latestURL, latestInit] = [valueOf(url), valueOf(init)]
      return { latestURL, latestInit, isSame: subscription.isOf(latestURL, latestInit) }
    },
    ({ latestURL, latestInit, isSame }) => {
      if (isSame) {
        subscription.init = latestInit
        return
      }
      subscription = new Subscription(latestURL, latestInit)
      unsubscribe?.()
      unsubscribe = undefined
      take()
      // When all that changes in this turn has changed, so that there is one request.
      void nextTick(connect)
    },
    { flush: 'sync' },
  )

  // Called in `onMounted` itself, there is no other one to wait for.
  const component = getCurrentInstance()
  if (component?.isMounted === false) {
    onMounted(begin)
    // Called in `onBeforeMount`, that comes too late for this mount.
    void nextTick(() => {
      if (component.isMounted && !component.isUnmounted) begin()
    })
  } else if (hasPage()) begin()
  if (getCurrentScope())
    onScopeDispose(() => {
      isActive = false
      unsubscribe?.()
    })

  const ref = <Name extends keyof SubscriptionState<unknown, unknown>>(name: Name) =>
    computed(() => snapshot.value[name])
  return {
    status: ref('status'),
    event: ref('event'),
    data: ref('data'),
    error: ref('error'),
    readyState: ref('readyState'),
    lastEventId: ref('lastEventId'),
    close: () => subscription.getSnapshot().close(),
    reconnect: () => subscription.getSnapshot().reconnect(),
  }
}

function valueOf<Value>(reactive: Reactive<Value>): Value {
  return typeof reactive === 'function' ? (reactive as () => Value)() : unref(reactive)
}
