// `millrace/vue`: Vue 3.2 and later.
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
