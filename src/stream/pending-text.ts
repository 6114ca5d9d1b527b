/** Shorter pieces are joined until they are this long: on its own, a piece of 4 bytes costs 14 times its text. */
const SHORT = 256
const COMPACT_ABOVE = 1024
/** A slice may keep this much alive. */
const SHORT_CHUNK = 2048

/**
 * The same text in a string of its own. A slice keeps all of the text alive that it was cut from, so what outlives its chunk
 * is copied. Engines copy only when they must: here, when a concatenation has to be flattened to be sliced.
 */
export function detach(text: string): string {
  return (' ' + text).slice(1)
}

/** A slice of a chunk of that length, detached from a long one: of one that fits in a packet or two, a copy (50 to 100 ns) costs more. */
export function keepable(slice: string, chunkLength: number): string {
  return chunkLength > SHORT_CHUNK ? detach(slice) : slice
}

/** Text that is collected piece by piece, in linear time and in little more than its own size. */
export class PendingText {
  #head = ''
  #tail = ''

  get length(): number {
    return this.#head.length + this.#tail.length
  }

  append(text: string): void {
    this.#tail += text
    if (text.length > SHORT) {
      this.#head += this.#tail
      this.#tail = ''
    } else if (this.#tail.length > COMPACT_ABOVE) {
      this.#head += detach(this.#tail)
      this.#tail = ''
    }
  }

  /** All of it, which empties it. */
  take(): string {
    const text = this.#head + this.#tail
    this.#head = this.#tail = ''
    return text
  }
}
