import { expect } from './expect.ts'

// One for all: a decoder that is not told to stream keeps nothing between two calls. That is also what makes it fast:
// with `stream: true` Node (24) leaves its fast path. `ignoreBOM` leaves the BOM to the parser, which strips just one; when
// they stream, the decoders of Deno (2.9.6) and workerd (1.20260730) swallow one at the start of a later chunk too.
let decoder: TextDecoder | undefined

const UINT8_ARRAY = '[object Uint8Array]'
const NONE: number[] = []

/** Makes text of chunks: decodes UTF-8 that is cut anywhere, invalid bytes as U+FFFD, a BOM as it is; strings are text already. */
export class Utf8Decoder {
  /** The first bytes of a character that is cut. */
  #cut = NONE

  /** @throws `TypeError` if the chunk is neither a `Uint8Array` nor a string, or bytes cannot be decoded here */
  decode(chunk: Uint8Array | string): string {
    // What no byte can complete any more ends there.
    if (typeof chunk === 'string')
      return this.#cut === NONE || !chunk ? chunk : this.flush() + chunk
    // Also one of another realm, which `instanceof` does not know.
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
    let bytes = chunk
    let text = ''
    if (this.#cut !== NONE) {
      let rest = 0
      while (rest < 3 && isContinuation(chunk[rest])) this.#cut.push(chunk[rest++]!)
      if (rest < chunk.length) {
        // What cannot be completed is invalid, as is much that can: the decoder knows.
        text = this.flush()
        bytes = chunk.subarray(rest)
      } else {
        bytes = new Uint8Array(this.#cut)
        this.#cut = NONE
      }
    }
    const { length } = bytes
    // A character that is cut begins at most three bytes before the end.
    let lead = length - 1
    while (lead > 0 && lead > length - 3 && isContinuation(bytes[lead])) lead--
    if (lengthOf(bytes[lead] ?? 0) > length - lead) {
      this.#cut = []
      for (let index = lead; index < length; index++) this.#cut.push(bytes[index]!)
      bytes = bytes.subarray(0, lead)
    }
    return text + decoder.decode(bytes)
  }

  /** The text of a cut character that nothing will complete: U+FFFD, or '' if there is none. */
  flush(): string {
    if (this.#cut === NONE) return ''
    const bytes = new Uint8Array(this.#cut)
    this.#cut = NONE
    return decoder!.decode(bytes)
  }
}

function isContinuation(byte: number | undefined): boolean {
  return (byte! & 0xc0) === 0x80
}

/** How many bytes a character has that begins with this one, or would have if it could. */
function lengthOf(lead: number): number {
  return lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
}
