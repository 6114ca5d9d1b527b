// `millrace/solid`: Solid 1.9 and later.
export { useEventSource } from './adapters/solid.ts'
export type { MaybeAccessor, UseEventSourceResult } from './adapters/solid.ts'
export type {
  Reduction,
  SubscriptionControl,
  SubscriptionState,
  SubscriptionStatus,
  SubscriptionURL,
  UseEventSourceInit,
} from './adapters/init.ts'
