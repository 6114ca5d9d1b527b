import { MAX_EVENT_SIZE } from '../session/options.ts'
import { type ChunkReader, readChunks } from '../stream/chunks.ts'
import { IncrementalParser } from '../stream/incremental-parser.ts'

/** What `onmessage` gets: the fields of one block of the stream, as they were sent. */
export interface EventSourceMessage {
  /** The `id` of this message; `''` if it has none. Not the last one that the stream has sent. */
  id: string
  /** The `event` of this message; `''` if it has none. */
  event: string
  /** The `data` lines, joined by U+000A; `''` if there are none: a message need not have data. */
  data: string
  /** The `retry` of this message, in milliseconds, if it has one. */
  retry?: number
}

/** What becomes of a stream. */
export interface MessageObserver {
  /** Nothing more is taken. */
  readonly isOver: boolean
  /** A message came; what this throws ends the stream. */
  message(message: EventSourceMessage): void
  /** `message` threw, or an event is too large. */
  failed(error: unknown): void
  /** The server has ended the stream, in good order. */
  ended(): void
}

/**
 * Reads the messages of a body: what is left of it is so much as a session goes by, which is the last event ID, the reconnection
 * time, and whether anything came.
 */
export function readMessages(
  body: unknown,
  lastEventId: string,
  observer: MessageObserver,
): { getReader(): ChunkReader } {
  let chunks: ChunkReader
  let failure: { error: unknown } | undefined
  /** For the session, of this chunk. */
  let fields = ''
  let message: EventSourceMessage = none()
  /** A comment with a blank line after it is no message. */
  let isNone = true
  const deliver = (data: string) => {
    const whole = message
    whole.data = data
    message = none()
    isNone = true
    fields += 'data\n'
    if (!observer.isOver) observer.message(whole)
  }
  const parser = new IncrementalParser({
    lastEventId,
    maxEventSize: MAX_EVENT_SIZE,
    onField: (name, value) => {
      message[name] = value
      isNone = false
    },
    onRetry: (milliseconds) => {
      message.retry = milliseconds
      isNone = false
      fields += `retry: ${milliseconds}\n`
    },
    onEvent: ({ data }) => deliver(data),
    onNoData: () => {
      if (!isNone) deliver('')
    },
  })

  const read: ChunkReader['read'] = async () => {
    // What came before it counts first, so that the next attempt resumes from there.
    if (failure) throw failure.error
    const { done, value } = await chunks.read()
    if (observer.isOver) return { done: true }
    if (done) {
      observer.ended()
      return { done }
    }
    fields = ''
    try {
      parser.feed(value!)
    } catch (error) {
      failure = { error }
      observer.failed(error)
    }
    return { value: `id: ${parser.lastEventId}\n${fields}\n` }
  }

  return {
    getReader() {
      chunks = readChunks(body)
      return { read, cancel: (reason) => chunks.cancel(reason) }
    },
  }
}

function none(): EventSourceMessage {
  return { id: '', event: '', data: '' }
}
