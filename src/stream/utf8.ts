// One for all: a decoder that is not told to stream keeps nothing between two calls. That is also what makes it fast:
// with `stream: true` Node leaves its fast path. `ignoreBOM` leaves the BOM to the parser, which strips just one; Deno's
// streaming decoder swallows one at the start of a later chunk too.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** How long the sequence is that this byte leads, by the Encoding Standard's UTF-8 decoder; 0 for a byte that leads none. */
function sequenceLength(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2
  if (lead >= 0xe0 && lead <= 0xef) return 3
  if (lead >= 0xf0 && lead <= 0xf4) return 4
  return 0
}

/** Whether `byte` may stand at `index` (from 1) of a sequence that `lead` begins: no overlong form, no surrogate, none over U+10FFFF. */
function continues(lead: number, index: number, byte: number): boolean {
  if (index === 1) {
    if (lead === 0xe0) return byte >= 0xa0 && byte <= 0xbf
    if (lead === 0xed) return byte >= 0x80 && byte <= 0x9f
    if (lead === 0xf0) return byte >= 0x90 && byte <= 0xbf
    if (lead === 0xf4) return byte >= 0x80 && byte <= 0x8f
  }
  return byte >= 0x80 && byte <= 0xbf
}

/** How many bytes at the end begin a character that the next chunk may complete: 0 to 3. */
function cutLength(bytes: Uint8Array): number {
  const { length } = bytes
  for (let count = 1; count <= 3 && count <= length; count++) {
    const lead = bytes[length - count]!
    if (lead >= 0x80 && lead <= 0xbf) continue
    if (sequenceLength(lead) <= count) return 0
    return count === 1 || continues(lead, 1, bytes[length - count + 1]!) ? count : 0
  }
  return 0
}

/** Decodes UTF-8 that is cut anywhere, invalid bytes as U+FFFD; a BOM comes through. */
export class Utf8Decoder {
  /** The bytes so far of the character that the last chunk was cut in. */
  #cut: number[] = []

  decode(chunk: Uint8Array): string {
    if (this.#cut.length === 0) return this.#decodeWhole(chunk)
    let used = 0
    while (used < chunk.length) {
      const byte = chunk[used]!
      // The decoder of the standard gives one U+FFFD for what it has so far, and reads the byte that does not fit anew.
      if (!continues(this.#cut[0]!, this.#cut.length, byte)) break
      used++
      if (this.#cut.push(byte) === sequenceLength(this.#cut[0]!)) break
    }
    if (used === chunk.length && this.#cut.length < sequenceLength(this.#cut[0]!)) return ''
    return this.flush() + this.#decodeWhole(chunk.subarray(used))
  }

  /** The text of a cut character that nothing will complete: U+FFFD, or '' if there is none. */
  flush(): string {
    if (this.#cut.length === 0) return ''
    const bytes = Uint8Array.from(this.#cut)
    this.#cut = []
    return decoder.decode(bytes)
  }

  #decodeWhole(bytes: Uint8Array): string {
    const end = bytes.length - cutLength(bytes)
    if (end === bytes.length) return decoder.decode(bytes)
    this.#cut = Array.from(bytes.subarray(end))
    return decoder.decode(bytes.subarray(0, end))
  }
}

/** Whether it is a Uint8Array, also one of another realm, which `instanceof` does not know; but its answer costs less. */
export function isBytes(chunk: unknown): chunk is Uint8Array {
  return (
    chunk instanceof Uint8Array || Object.prototype.toString.call(chunk) === '[object Uint8Array]'
  )
}
