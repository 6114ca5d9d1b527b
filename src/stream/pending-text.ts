/** Pieces of shorter chunks are joined until they are this long: on its own, a short one costs many times its text (bounds.test.ts). */
const SHORT = 256
const COMPACT_ABOVE = 1024
/** What a slice may keep alive, however short it is: a chunk of at most that length. */
export const SHORT_CHUNK = 2048

/**
 * The same text in a string of its own. A slice keeps all of the text alive that it was cut from, so what outlives its chunk
 * is copied. Engines copy only when they must: here, when a concatenation has to be flattened to be sliced.
 */
export function detach(text: string): string {
  return (' ' + text).slice(1)
}

/**
 * A slice of a chunk of that length, detached if it would keep much more than itself alive. Otherwise a copy costs too much
 * (`npm run bench -- parser`, 1–1500 at random, and 64 KiB in 64 KiB).
 */
export function keepable(slice: string, chunkLength: number): string {
  return chunkLength > SHORT_CHUNK && chunkLength > 4 * slice.length ? detach(slice) : slice
}

/**
 * Text that is collected piece by piece, in linear time and in a few times its own size at the most. Lengths are counted, not
 * asked of the strings: V8 asks a string by its kind, of which there are too many where not all is ASCII
 * (`npm run bench -- parser`, not ASCII, 16 bytes).
 */
export class PendingText {
  #head = ''
  #tail = ''
  #headLength = 0
  /** How many UTF-16 units are in it. */
  length = 0

  append(text: string, length: number): void {
    this.#tail += text
    this.length += length
  }

  /** Ends a chunk of that length, of which what was appended are slices. */
  keep(chunkLength: number): void {
    if (chunkLength > SHORT) this.#head += keepable(this.#tail, chunkLength)
    else if (this.length - this.#headLength > COMPACT_ABOVE) this.#head += detach(this.#tail)
    else return
    this.#tail = ''
    this.#headLength = this.length
  }

  get text(): string {
    return this.#head + this.#tail
  }

  /** All of it, which empties it. */
  take(): string {
    const { text } = this
    this.#head = this.#tail = ''
    this.length = this.#headLength = 0
    return text
  }
}
