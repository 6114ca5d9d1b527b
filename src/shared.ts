// `millrace/shared`. The hub, its messages and its binding stay private: what they say to each other is a protocol with a
// number, and no interface.

export { SharedEventSource } from './shared/shared-event-source.ts'
export type { SharedEventSourceConstructor } from './shared/shared-event-source.ts'
export type { Replay, SharedEventSourceInit, SharedTraceRecord } from './shared/shared-init.ts'
