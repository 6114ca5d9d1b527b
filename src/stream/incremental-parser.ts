import { EventSourceError } from '../errors.ts'
import type { EndOptions, EventStreamParser } from './event-stream-parser.ts'
import { expect } from './expect.ts'
import {
  afterSpace,
  blankLineLength,
  codeAt,
  COLON,
  CR,
  fieldValue,
  find,
  isDataLine,
  isIdLine,
  LF,
  LOWER_D,
  LOWER_E,
  LOWER_I,
  LOWER_R,
} from './field.ts'
import { type BlockCallbacks, type OwnCallbacks, ownCallbacks } from './parser-callbacks.ts'
import { detach, keepable, PendingText, SHORT_CHUNK } from './pending-text.ts'
import { unfinishedEvent } from './unfinished-event.ts'
import { Utf8Decoder } from './utf8.ts'

/** The parser that `createParser` makes. */
export class IncrementalParser implements EventStreamParser {
  readonly #callbacks: OwnCallbacks
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
  /** The data buffer. */
  readonly #data = new PendingText()
  #eventType = ''
  /** The last event ID buffer; it becomes the last event ID string at the next blank line. */
  #idBuffer = ''
  #lastEventId = ''

  constructor(callbacks: BlockCallbacks) {
    this.#callbacks = ownCallbacks(callbacks)
    const { lastEventId, maxEventSize = Infinity } = callbacks
    expect(maxEventSize >= 0, 'maxEventSize: expected a number from 0 on')
    this.#maxEventSize = maxEventSize
    this.reset(lastEventId)
  }

  get lastEventId(): string {
    return this.#lastEventId
  }

  reset(lastEventId: string = this.#lastEventId): void {
    expect(typeof lastEventId === 'string', 'lastEventId: expected a string')
    this.#streams++
    this.#utf8.flush()
    this.#broken = undefined
    this.#atStart = true
    this.#afterCR = false
    this.#unread = ''
    this.#cutLine.take()
    this.#data.take()
    this.#eventType = ''
    this.#idBuffer = this.#lastEventId = detach(lastEventId)
  }

  end({ dispatch = false }: EndOptions = {}): boolean {
    // What a callback that threw left unread.
    this.feed('')
    const cut = this.#utf8.flush()
    if (cut !== '') this.#read(cut)
    const id = this.#idBuffer === this.#lastEventId ? undefined : this.#idBuffer
    const data = this.#data.text
    const unfinished = unfinishedEvent(this.#eventType, id, data, this.#cutLine.text)
    if (dispatch) this.feed('\n\n')
    this.reset()
    // "Once the end of the file is reached, any pending data must be discarded."
    if (!dispatch && unfinished !== '')
      this.#callbacks.onDiscarded?.call(this.#callbacks.its, 'unfinished-event', unfinished)
    return unfinished !== ''
  }

  feed(chunk: Uint8Array | string): void {
    if (this.#broken) throw this.#broken
    let text = this.#utf8.decode(chunk)
    if (this.#atStart && text !== '') {
      this.#atStart = false
      // "The UTF-8 decode algorithm strips one leading UTF-8 Byte Order Mark (BOM), if any."
      if (codeAt(text, 0) === 0xfeff) text = text.slice(1)
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
    let position = this.#afterCR && codeAt(text, 0) === LF ? 1 : 0
    this.#afterCR = codeAt(text, length - 1) === CR
    // Each is searched for only when the last one found was passed: a stream of one kind is not searched for the other again and again.
    let lf = find(text, '\n', position)
    let cr = find(text, '\r', position)
    let nul = -1
    let cut = this.#cutLine.length
    // If the whole chunk may be pending, no line of it has to be measured.
    const isNearLimit = this.#size() + length > this.#maxEventSize
    try {
      while (position < length) {
        if (cut === 0 && codeAt(text, position) === LF) {
          position++
          this.#dispatch(this.#takeData())
          if (streams !== this.#streams) return
          continue
        }
        let start = position
        if (lf < start) lf = find(text, '\n', start)
        if (cr < start) cr = find(text, '\r', start)
        let end = cr < lf ? cr : lf
        if (isNearLimit) this.#check(end - start)
        if (end === length) break
        const isLF = end === lf
        position = end + 1 === lf && lf < length ? end + 2 : end + 1
        let line = text
        const isCut = cut > 0
        if (isCut) {
          line = this.#cutLine.take() + text.slice(0, end + 1)
          start = 0
          end += cut
          cut = 0
        }
        if (isDataLine(line, start)) {
          const valueStart = afterSpace(line, start + 5)
          const blank = this.#data.length === 0 ? blankLineLength(text, position, length) : 0
          if (blank > 0) {
            // A data line, and right behind it the blank line: most events are just that.
            position += blank
            this.#dispatch(line.slice(valueStart, end))
          } else {
            // "Append the field value to the data buffer, then append a single U+000A LINE FEED (LF) character", the one that
            // is there already if it is.
            const value = isLF
              ? line.slice(valueStart, end + 1)
              : line.slice(valueStart, end) + '\n'
            this.#data.append(value, end + 1 - valueStart)
          }
        } else if (isCut || !isIdLine(text, start)) {
          this.#line(line, start, end)
        } else {
          // One search for NULL a chunk, not one an ID (`npm run bench -- parser`, 40 bytes, with id).
          if (nul < start) nul = find(text, '\0', start)
          if (nul > end && !this.#callbacks.onField)
            this.#idBuffer = text.slice(afterSpace(text, start + 3), end)
          else this.#line(text, start, end)
        }
        if (streams !== this.#streams) return
      }
    } catch (error) {
      if (streams === this.#streams) {
        this.#unread = detach(text.slice(position))
        this.#afterCR &&= position === length
        this.#keep(text, length)
      }
      throw error
    }
    if (position < length || this.#data.length > 0 || length > SHORT_CHUNK)
      this.#keep(text, position)
  }

  /** Keeps the cut line and the event so far for the next chunk, but not the chunk that they are slices of. */
  #keep(text: string, position: number): void {
    const { length } = text
    if (position < length) {
      this.#cutLine.append(position === 0 ? text : text.slice(position), length - position)
      this.#cutLine.keep(length)
    }
    this.#data.keep(length)
    // That little may be kept alive.
    if (length <= SHORT_CHUNK) return
    this.#eventType = keepable(this.#eventType, length)
    const isTaken = this.#lastEventId === this.#idBuffer
    this.#idBuffer = keepable(this.#idBuffer, length)
    this.#lastEventId = isTaken ? this.#idBuffer : keepable(this.#lastEventId, length)
  }

  /** "Lines must be processed, in the order they are received, as follows": the line is `text` from `start` to `end`, line end left out. */
  #line(text: string, start: number, end: number): void {
    // "If the line is empty (a blank line)": "Dispatch the event".
    if (start === end) return this.#dispatch(this.#takeData())
    let value: string | undefined
    switch (codeAt(text, start)) {
      case COLON:
        // "If the line starts with a U+003A COLON character (:)": "Ignore the line."
        return this.#callbacks.onComment?.call(this.#callbacks.its, text.slice(start + 1, end))
      case LOWER_D:
        // A data line with a colon does not get here.
        if (fieldValue('data', text, start, end) === undefined) break
        return this.#data.append('\n', 1)
      case LOWER_E:
        value = fieldValue('event', text, start, end)
        if (value === undefined) break
        this.#eventType = value
        return this.#callbacks.onField?.call(this.#callbacks.its, 'event', value)
      case LOWER_I:
        value = fieldValue('id', text, start, end)
        // "If the field value does not contain U+0000 NULL, then set the last event ID buffer to the field value."
        if (value === undefined || value.includes('\0')) break
        this.#idBuffer = value
        return this.#callbacks.onField?.call(this.#callbacks.its, 'id', value)
      case LOWER_R:
        value = fieldValue('retry', text, start, end)
        // "If the field value consists of only ASCII digits": at once, it does not wait for the blank line.
        if (value === undefined || !/^[0-9]+$/.test(value)) break
        return this.#callbacks.onRetry?.call(this.#callbacks.its, Number(value))
    }
    // "Otherwise, ignore the field", or "The field is ignored."
    this.#callbacks.onDiscarded?.call(this.#callbacks.its, 'unknown-field', text.slice(start, end))
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
    if (data === undefined) return this.#callbacks.onNoData?.call(this.#callbacks.its)
    this.#callbacks.onEvent?.call(this.#callbacks.its, {
      type,
      data,
      lastEventId: this.#lastEventId,
      origin: '',
    })
  }

  /** Empties the data buffer. */
  #takeData(): string | undefined {
    // "If the data buffer's last character is a U+000A LINE FEED (LF) character, then remove the last character".
    return this.#data.length === 0 ? undefined : this.#data.take().slice(0, -1)
  }

  /** How much is pending, the last event ID that a blank line has confirmed aside. */
  #size(): number {
    const id = this.#idBuffer
    const idLength = id === this.#lastEventId ? 0 : id.length
    return this.#data.length + this.#eventType.length + idLength + this.#cutLine.length
  }

  /** Refuses what is pending if it and so many units more are too many. */
  #check(length: number): void {
    if (this.#size() + length <= this.#maxEventSize) return
    this.reset()
    this.#broken = new EventSourceError(
      'event-too-large',
      `An event is over ${this.#maxEventSize} UTF-16 units; raise maxEventSize if it may be`,
    )
    throw this.#broken
  }
}
