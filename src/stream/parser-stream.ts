import type { ServerSentEvent } from './event.ts'
import type { ParserCallbacks } from './parser-callbacks.ts'
import { createParser } from './parser.ts'

/** Settings of an {@link EventSourceParserStream}: those of {@link createParser}, but for the events, which come out of the stream. */
export interface EventSourceParserStreamOptions extends Omit<ParserCallbacks, 'onEvent'> {
  /**
   * What becomes of an event whose blank line is missing when the stream ends: discarded, as the standard says, or delivered
   * if it has data, for servers that forget the last blank line; it may then be cut short. Default `'discard'`.
   */
  unfinished?: 'discard' | 'deliver' | undefined
}

type Base = typeof TransformStream<Uint8Array | string, ServerSentEvent>

/** TransformStream; where it is missing (React Native, jsdom) the import still works, and `new` says what is wanted. */
function baseClass(): Base {
  if (typeof TransformStream === 'function') return TransformStream
  return function () {
    throw new TypeError(
      'EventSourceParserStream: no TransformStream here; polyfill it before the import, or use createParser',
    )
  } as unknown as Base
}

// Marked pure, so that a bundle of the parser alone does without.
const Base: Base = /* @__PURE__ */ baseClass()

/**
 * A `TransformStream` from the chunks of one event stream, bytes or text, to its events.
 *
 * An event over `maxEventSize` errors both sides with an `EventSourceError`.
 * Throws a `TypeError` for options that `createParser` would refuse, and where there is no `TransformStream`.
 *
 * @example
 * ```ts
 * const response = await fetch('https://example.com/events')
 * for await (const event of response.body!.pipeThrough(new EventSourceParserStream())) console.log(event.data)
 * ```
 */
export class EventSourceParserStream extends Base {
  constructor(options: EventSourceParserStreamOptions = {}) {
    if (typeof options !== 'object' || options === null) {
      throw new TypeError(
        `EventSourceParserStream: expected an object of options, got ${typeof options}; its events are read, or piped on`,
      )
    }
    const { unfinished = 'discard', ...callbacks } = options
    if (unfinished !== 'discard' && unfinished !== 'deliver') {
      throw new TypeError("unfinished: expected 'discard' or 'deliver'")
    }
    let controller: TransformStreamDefaultController<ServerSentEvent>
    const parser = createParser({ ...callbacks, onEvent: (event) => controller.enqueue(event) })
    super({
      start: (its) => void (controller = its),
      transform: (chunk) => parser.feed(chunk),
      flush: () => void parser.end({ dispatch: unfinished === 'deliver' }),
    })
  }
}
