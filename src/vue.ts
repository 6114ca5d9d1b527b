// `millrace/vue`: Vue 3.2 and later. The subscription, which React's hook shares, stays private.
export { useEventSource } from './adapters/vue.ts'
export type { Reactive, UseEventSourceResult } from './adapters/vue.ts'
export type {
  Reduction,
  SubscriptionControl,
  SubscriptionState,
  SubscriptionStatus,
  SubscriptionURL,
  UseEventSourceInit,
} from './adapters/init.ts'
