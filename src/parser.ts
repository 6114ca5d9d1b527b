// `millrace/parser`: for those who have the bytes already. No DOM, no fetch, no timers.
// The UTF-8 decoder stays private: outside of the parser, TextDecoder does.
export { createParser } from './stream/parser.ts'
export type { EventStreamParser, ParserCallbacks } from './stream/parser.ts'
export type { ServerSentEvent } from './stream/event.ts'
export { EventSourceParserStream } from './stream/parser-stream.ts'
export type { EventSourceParserStreamOptions } from './stream/parser-stream.ts'
