// `millrace/parser`: for those who have the bytes already. No DOM, no fetch, no timers.
// The UTF-8 decoder stays private: outside of the parser, TextDecoder does.
export { createParser } from './stream/parser.ts'
export type { EndOptions, EventStreamParser } from './stream/event-stream-parser.ts'
export type { DiscardedKind, ParserCallbacks } from './stream/parser-callbacks.ts'
export type { ServerSentEvent } from './stream/event.ts'
export { EventSourceParserStream } from './stream/parser-stream.ts'
export type { EventSourceParserStreamOptions } from './stream/parser-stream.ts'
