// `millrace/fetch-event-source`: the names of @microsoft/fetch-event-source, over the session that the other faces have.
export { EventStreamContentType, fetchEventSource } from './compat/fetch-event-source.ts'
export type { FetchEventSourceInit } from './compat/fetch-event-source.ts'
export type { EventSourceMessage } from './compat/messages.ts'
