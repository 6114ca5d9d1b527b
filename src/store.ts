// `millrace/store`: what the hooks of every framework are built on, for the one that has none here.
export { createEventStore } from './adapters/event-store.ts'
export type {
  EventStore,
  EventStoreSnapshot,
  Reduction,
  SubscriptionControl,
  SubscriptionState,
  SubscriptionStatus,
  SubscriptionURL,
  UseEventSourceInit,
} from './adapters/init.ts'
export type { SourceClass, SourceErrorLike, SourceLike } from './adapters/source-like.ts'
