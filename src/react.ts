// `millrace/react`: React 18 and later.
export { useEventSource } from './adapters/react.ts'
export type { UseEventSourceResult } from './adapters/react.ts'
export type {
  Reduction,
  SubscriptionControl,
  SubscriptionState,
  SubscriptionStatus,
  SubscriptionURL,
  UseEventSourceInit,
} from './adapters/init.ts'
