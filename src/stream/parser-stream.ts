import type { ServerSentEvent } from './event.ts'
import { createParser, type ParserCallbacks } from './parser.ts'

/** Settings of an {@link EventSourceParserStream}: those of {@link createParser}, but for the events, which come out of the stream. */
export type EventSourceParserStreamOptions = Omit<ParserCallbacks, 'onEvent'>

/**
 * A `TransformStream` from the chunks of one event stream, bytes or text, to its events.
 *
 * An event over `maxEventSize` errors both sides with an `EventSourceError`.
 *
 * @example
 * ```ts
 * const response = await fetch('https://example.com/events')
 * for await (const event of response.body!.pipeThrough(new EventSourceParserStream())) console.log(event.data)
 * ```
 */
export class EventSourceParserStream extends TransformStream<Uint8Array | string, ServerSentEvent> {
  constructor(options: EventSourceParserStreamOptions = {}) {
    let parser: ReturnType<typeof createParser>
    super({
      start(controller) {
        parser = createParser({ ...options, onEvent: (event) => controller.enqueue(event) })
      },
      transform(chunk) {
        parser.feed(chunk)
      },
    })
  }
}
