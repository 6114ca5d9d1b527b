// `millrace/svelte`: Svelte 5.7 and later, in `.svelte` and in `.svelte.ts` files.
export { useEventSource } from './adapters/svelte.ts'
export type { Gettable, UseEventSourceResult } from './adapters/svelte.ts'
export type {
  Reduction,
  SubscriptionControl,
  SubscriptionState,
  SubscriptionStatus,
  SubscriptionURL,
  UseEventSourceInit,
} from './adapters/init.ts'
