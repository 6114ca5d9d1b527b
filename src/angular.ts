// `millrace/angular`: Angular 20 and later.
export { useEventSource } from './adapters/angular.ts'
export type { MaybeSignal, UseEventSourceResult } from './adapters/angular.ts'
export type {
  Reduction,
  SubscriptionControl,
  SubscriptionState,
  SubscriptionStatus,
  SubscriptionURL,
  UseEventSourceInit,
} from './adapters/init.ts'
