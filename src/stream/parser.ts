import type { EventStreamParser } from './event-stream-parser.ts'
import { IncrementalParser } from './incremental-parser.ts'
import type { ParserCallbacks } from './parser-callbacks.ts'

export type { EventStreamParser } from './event-stream-parser.ts'
export type { ParserCallbacks } from './parser-callbacks.ts'

/**
 * Interprets an event stream (WHATWG HTML, section 9.2.6), for those who have the bytes already.
 *
 * Runs in time linear in the length of the stream, however it is cut, and retains little more of a chunk than its pending end.
 * What is pending when the stream ends is discarded, as the standard says: just stop feeding, or see `end`.
 * Throws a `TypeError` for anything but an object, callbacks that are no functions, a `lastEventId` that is no string, and a
 * `maxEventSize` that is negative or NaN.
 *
 * @example
 * ```ts
 * const parser = createParser({ onEvent: (event) => console.log(event.type, event.data) })
 * parser.feed('data: hello\n\n')
 * ```
 */
export function createParser(callbacks: ParserCallbacks): EventStreamParser {
  inert ??= new IncrementalParser({})
  return new IncrementalParser(callbacks)
}

// V8 forgets what it has compiled for a class as soon as a garbage collection finds none of its objects: a program that opens a
// stream now and then would begin in the interpreter each time, at half the speed (`npm run bench -- parser --mixed`).
let inert: IncrementalParser | undefined
