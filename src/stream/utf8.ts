import { expect } from './expect.ts'

// One for all: a decoder that is not told to stream keeps nothing between two calls. That is also what makes it fast:
// with `stream: true` Node (24) leaves its fast path. `ignoreBOM` leaves the BOM to the parser, which strips just one; when
// they stream, the decoders of Deno (2.9.6) and workerd (1.20260730) swallow one at the start of a later chunk too.
let decoder: TextDecoder | undefined

const UINT8_ARRAY = '[object Uint8Array]'

/** Makes text of chunks: decodes UTF-8 that is cut anywhere, invalid bytes as U+FFFD, a BOM as it is; strings are text already. */
export class Utf8Decoder {
  // "UTF-8's decoder has an associated UTF-8 code point, UTF-8 bytes seen, and UTF-8 bytes needed (all initially 0), a UTF-8
  // lower boundary (initially 0x80), and a UTF-8 upper boundary (initially 0xBF)": here, of the cut character only.
  #codePoint = 0
  #needed = 0
  #lower = 0x80
  #upper = 0xbf

  /** @throws `TypeError` if the chunk is neither a `Uint8Array` nor a string */
  decode(chunk: Uint8Array | string): string {
    // What no byte can complete any more ends there.
    if (typeof chunk === 'string') return this.#needed > 0 && chunk ? this.flush() + chunk : chunk
    // Also one of another realm, which `instanceof` does not know; but its answer costs less.
    const kind = chunk instanceof Uint8Array ? UINT8_ARRAY : Object.prototype.toString.call(chunk)
    expect(kind === UINT8_ARRAY, `feed: expected a Uint8Array or a string, got ${kind}`)
    // Not at import: where there is none (React Native, jsdom), strings can still be read.
    if (!decoder) {
      expect(
        typeof TextDecoder === 'function',
        'feed: no TextDecoder here; polyfill it, or feed strings',
      )
      decoder = new TextDecoder('utf-8', { ignoreBOM: true })
    }
    return this.#decode(chunk, decoder)
  }

  #decode(chunk: Uint8Array, decoder: TextDecoder): string {
    let start = 0
    let text = ''
    while (this.#needed > 0) {
      if (start === chunk.length) return ''
      if (this.#takes(chunk[start]!)) {
        start++
        if (this.#needed === 0) text = String.fromCodePoint(this.#codePoint)
      } else {
        // One U+FFFD for what there is, and the byte that does not fit is read anew.
        text = this.flush()
      }
    }
    const end = this.#endOfWhole(chunk, start)
    const whole = end - start === chunk.length ? chunk : chunk.subarray(start, end)
    return text + decoder.decode(whole)
  }

  /** The text of a cut character that nothing will complete: U+FFFD, or '' if there is none. */
  flush(): string {
    if (this.#needed === 0) return ''
    this.#needed = 0
    return '\ufffd'
  }

  /** Where the character begins that is cut at the end of `bytes`, of which the first `start` are used; what there is of it is kept. */
  #endOfWhole(bytes: Uint8Array, start: number): number {
    const { length } = bytes
    for (let lead = length - 1; lead >= start && lead >= length - 3; lead--) {
      const byte = bytes[lead]!
      if (byte < 0x80) return length
      if (byte <= 0xbf) continue
      this.#begin(byte)
      for (let index = lead + 1; index < length && this.#needed > 0; index++) {
        if (!this.#takes(bytes[index]!)) this.#needed = 0
      }
      return this.#needed > 0 ? lead : length
    }
    return length
  }

  /** Begins a character with its first byte, which none of two bytes or more is if it leaves nothing needed. */
  #begin(lead: number): void {
    this.#lower = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
    this.#upper = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
    this.#needed = lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3
    this.#codePoint = lead & (0x3f >> this.#needed)
  }

  /** Adds a byte to the character, if it may stand there. */
  #takes(byte: number): boolean {
    if (byte < this.#lower || byte > this.#upper) return false
    this.#lower = 0x80
    this.#upper = 0xbf
    this.#codePoint = (this.#codePoint << 6) | (byte & 0x3f)
    this.#needed--
    return true
  }
}
