const NONE = -1

/** Who is due when: a list for each tick, for a million at once. */
export class TimeWheel {
  readonly #next: Int32Array
  readonly #heads: number[] = []

  constructor(count: number) {
    this.#next = new Int32Array(count)
  }

  add(who: number, tick: number): void {
    this.#next[who] = this.#heads[tick] ?? NONE
    this.#heads[tick] = who
  }

  /** The first who is due at a tick; negative: no one is. */
  first(tick: number): number {
    return this.#heads[tick] ?? NONE
  }

  /** Who is due beside that one, to be asked before that one is added again; negative: no one else. */
  after(who: number): number {
    return this.#next[who]!
  }
}
