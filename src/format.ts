// `millrace/format`: the other way round, from events to bytes. What `toEventStream` is made of stays private.
export { formatEvent } from './format/event.ts'
export type { OutgoingEvent } from './format/event.ts'
export { formatComment } from './format/comment.ts'
export { toEventStream } from './format/event-stream.ts'
export type { OutgoingEvents, ToEventStreamOptions } from './format/event-stream.ts'
