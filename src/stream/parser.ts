import { EventSourceError } from '../errors.ts'
import type { ServerSentEvent } from './event.ts'
import {
  afterSpace,
  COLON,
  fieldValue,
  isDataLine,
  isIdLine,
  LOWER_D,
  LOWER_E,
  LOWER_I,
  LOWER_R,
} from './field.ts'
import { blankLineLength, LF } from './line.ts'
import { detach, keepable, PendingText, SHORT_CHUNK } from './pending-text.ts'
import { Utf8Decoder } from './utf8.ts'

/** What {@link createParser} calls, and its settings; all optional. */
export interface ParserCallbacks {
  /** Called for each event, as soon as its blank line is read. */
  onEvent?: ((event: ServerSentEvent) => void) | undefined
  /** Called for each comment, with the text after the colon, nothing stripped. */
  onComment?: ((text: string) => void) | undefined
  /** Called for each valid `retry` field, as soon as its line is read, with the reconnection time in milliseconds. */
  onRetry?: ((milliseconds: number) => void) | undefined
  /** The last event ID string carried over from the connection before. Default `''`. */
  lastEventId?: string | undefined
  /** How many UTF-16 units of one event may be pending, data and the line being read; over it, `feed` throws. Default `Infinity`. */
  maxEventSize?: number | undefined
}

/** Turns chunks of one event stream into events; see {@link createParser}. */
export interface EventStreamParser {
  /**
   * Reads the next chunk, cut anywhere, and calls back for all that it completes.
   *
   * @throws `EventSourceError` with code `event-too-large` over `maxEventSize`; the parser then wants {@link reset}.
   * @throws `TypeError` if the chunk is neither a `Uint8Array` nor a string.
   * @throws what a callback throws; the next call goes on right after the event, comment or field it was called for.
   */
  feed(chunk: Uint8Array | string): void
  /** Forgets all that is pending; what is fed next begins a new stream. `lastEventId` stays, unless given anew. */
  reset(lastEventId?: string): void
  /** The last event ID string, as of the last blank line. */
  readonly lastEventId: string
}

/**
 * Interprets an event stream (WHATWG HTML, section 9.2.6), for those who have the bytes already.
 *
 * Runs in time linear in the length of the stream, however it is cut, and retains little more of a chunk than its pending end.
 * What is pending when the stream ends is discarded, as the standard says: just stop feeding.
 * Throws a `TypeError` for a `maxEventSize` that is negative or NaN.
 *
 * @example
 * ```ts
 * const parser = createParser({ onEvent: (event) => console.log(event.type, event.data) })
 * parser.feed('data: hello\n\n')
 * ```
 */
export function createParser(callbacks: ParserCallbacks): EventStreamParser {
  return new Parser(callbacks)
}

class Parser implements EventStreamParser {
  readonly #callbacks: ParserCallbacks
  readonly #maxEventSize: number
  readonly #utf8 = new Utf8Decoder()

  /** Counts resets, so that a loop notices that a callback called `reset`. */
  #streams = 0
  #broken: EventSourceError | undefined
  /** Whether nothing of the stream was read yet, so that a BOM may come. */
  #atStart = true
  /** Whether the last chunk ended in CR: an LF that begins the next one belongs to it. */
  #afterCR = false
  /** What a callback that threw left unread. */
  #unread = ''
  /** The line that the last chunk was cut in. */
  readonly #cutLine = new PendingText()
  /** The data buffer: what earlier chunks gave to it, and what this one does. A concatenation costs less than an array. */
  readonly #data = new PendingText()
  #lines = ''
  #dataSize = 0
  #eventType = ''
  /** The last event ID buffer; it becomes the last event ID string at the next blank line. */
  #idBuffer: string
  #lastEventId: string

  constructor(callbacks: ParserCallbacks) {
    this.#callbacks = callbacks
    this.#maxEventSize = callbacks.maxEventSize ?? Infinity
    if (!(this.#maxEventSize >= 0)) throw new TypeError('maxEventSize: expected a number from 0 on')
    this.#idBuffer = this.#lastEventId = callbacks.lastEventId ?? ''
  }

  get lastEventId(): string {
    return this.#lastEventId
  }

  reset(lastEventId: string = this.#lastEventId): void {
    this.#streams++
    this.#utf8.flush()
    this.#broken = undefined
    this.#atStart = true
    this.#afterCR = false
    this.#unread = ''
    this.#cutLine.take()
    this.#takeData()
    this.#eventType = ''
    this.#idBuffer = this.#lastEventId = detach(lastEventId)
  }

  feed(chunk: Uint8Array | string): void {
    if (this.#broken) throw this.#broken
    let text = this.#utf8.decode(chunk)
    if (this.#atStart && text !== '') {
      this.#atStart = false
      // "One leading U+FEFF BYTE ORDER MARK character must be ignored if any are present."
      if (text.charCodeAt(0) === 0xfeff) text = text.slice(1)
    }
    if (this.#unread !== '') {
      text = this.#unread + text
      this.#unread = ''
    }
    if (text !== '') this.#read(text)
  }

  /** Processes the lines that `text` completes, and keeps the rest. */
  #read(text: string): void {
    const streams = this.#streams
    const { length } = text
    let position = 0
    if (this.#afterCR) {
      this.#afterCR = false
      if (text.charCodeAt(0) === LF) position = 1
    }
    let isCut = this.#cutLine.length > 0
    if (isCut && !text.includes('\n') && !text.includes('\r')) return this.#cut(text, length)
    // Each is searched for only when the last one found was passed: a stream of one kind is not searched for the other again and again.
    let lf = -1
    let cr = -1
    let nul = -1
    try {
      while (position < length) {
        if (lf < position && (lf = text.indexOf('\n', position)) < 0) lf = length
        if (cr < position && (cr = text.indexOf('\r', position)) < 0) cr = length
        let line = text
        let start = position
        let end = cr < lf ? cr : lf
        if (end === length) break
        position = end + 1
        if (end === cr) {
          if (position === length) this.#afterCR = true
          else if (position === lf) position++
        }
        if (isCut) {
          // Only the cut line is joined; the rest of the chunk is parsed in place.
          line = this.#cutLine.take() + text.slice(start, end)
          start = 0
          end = line.length
        }
        if (this.#dataSize + end - start > this.#maxEventSize) this.#refuse()
        if (isDataLine(line, start)) {
          const valueStart = afterSpace(line, start + 5)
          const blank = this.#dataSize === 0 ? blankLineLength(text, position) : 0
          if (blank > 0) {
            // A data line, and right behind it the blank line: most events are just that.
            position += blank
            this.#dispatch(line.slice(valueStart, end))
          } else {
            // "Append the field value to the data buffer, then append a single U+000A LINE FEED (LF) character", the one that
            // is there already if it is.
            const hasLF = end === lf && !isCut
            this.#appendData(
              hasLF ? text.slice(valueStart, position) : line.slice(valueStart, end) + '\n',
            )
          }
        } else if (!isCut && isIdLine(text, start)) {
          // As below, but with one search for NULL a chunk, not one an ID: short events with an ID are read a quarter faster.
          if (nul < start && (nul = text.indexOf('\0', start)) < 0) nul = length
          if (nul > end) this.#idBuffer = text.slice(afterSpace(text, start + 3), end)
        } else {
          this.#line(line, start, end)
        }
        if (streams !== this.#streams) return
        isCut = false
      }
    } catch (error) {
      if (streams === this.#streams) {
        this.#unread = detach(text.slice(position))
        this.#keep(text, length)
      }
      throw error
    }
    this.#keep(text, position)
  }

  /** Keeps the cut line and the event so far for the next chunk, but not the chunk that they are slices of. */
  #keep(text: string, position: number): void {
    const { length } = text
    if (position < length)
      this.#cut(position === 0 ? text : keepable(text.slice(position), length), length - position)
    if (this.#lines !== '') {
      this.#data.append(keepable(this.#lines, length), this.#lines.length)
      this.#lines = ''
    }
    // That little may be kept alive; and three fields that are written for nothing cost 2 % where each event is a chunk.
    if (length <= SHORT_CHUNK) return
    this.#eventType = keepable(this.#eventType, length)
    const isTaken = this.#lastEventId === this.#idBuffer
    this.#idBuffer = keepable(this.#idBuffer, length)
    this.#lastEventId = isTaken ? this.#idBuffer : keepable(this.#lastEventId, length)
  }

  /** Adds to the line that is cut. */
  #cut(text: string, length: number): void {
    if (this.#dataSize + this.#cutLine.length + length > this.#maxEventSize) this.#refuse()
    this.#cutLine.append(text, length)
  }

  /** "Lines must be processed, in their entirety, as follows": the line is `text` from `start` to `end`, line end left out. */
  #line(text: string, start: number, end: number): void {
    // "If the line is empty (a blank line)": "Dispatch the event".
    if (start === end) return this.#dispatch(this.#takeData())
    let value: string | undefined
    switch (text.charCodeAt(start)) {
      case COLON:
        // "If the line starts with a U+003A COLON character (:)": "Ignore the line."
        return this.#callbacks.onComment?.(text.slice(start + 1, end))
      case LOWER_D:
        // A data line with a colon does not get here.
        if (end - start === 4 && text.startsWith('data', start)) this.#appendData('\n')
        return
      case LOWER_E:
        value = fieldValue('event', text, start, end)
        if (value === undefined) return
        this.#eventType = value
        return
      case LOWER_I:
        value = fieldValue('id', text, start, end)
        // "If the field value does not contain U+0000 NULL, then set the last event ID buffer to the field value."
        if (value !== undefined && !value.includes('\0')) this.#idBuffer = value
        return
      case LOWER_R:
        value = fieldValue('retry', text, start, end)
        // "If the field value consists of only ASCII digits": at once, it does not wait for the blank line.
        if (value !== undefined && /^[0-9]+$/.test(value)) this.#callbacks.onRetry?.(Number(value))
    }
    // "Otherwise: The field is ignored."
  }

  #appendData(line: string): void {
    this.#dataSize += line.length
    this.#lines += line
  }

  #dispatch(data: string | undefined): void {
    // "Set the last event ID string of the event source to the value of the last event ID buffer", which is not reset.
    this.#lastEventId = this.#idBuffer
    let type = 'message'
    if (this.#eventType !== '') {
      type = this.#eventType
      this.#eventType = ''
    }
    // "If the data buffer is an empty string, set the data buffer and the event type buffer to the empty string and return."
    if (data !== undefined) {
      this.#callbacks.onEvent?.({ type, data, lastEventId: this.#lastEventId, origin: '' })
    }
  }

  /** Empties the data buffer. */
  #takeData(): string | undefined {
    if (this.#dataSize === 0) return undefined
    this.#dataSize = 0
    const data = this.#data.take() + this.#lines
    this.#lines = ''
    // "If the data buffer's last character is a U+000A LINE FEED (LF) character, then remove the last character".
    return data.slice(0, -1)
  }

  #refuse(): never {
    this.reset()
    this.#broken = new EventSourceError(
      'event-too-large',
      `An event of the stream is over ${this.#maxEventSize} UTF-16 units; raise maxEventSize if it may be that large`,
    )
    throw this.#broken
  }
}
