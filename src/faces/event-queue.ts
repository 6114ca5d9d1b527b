/** The queue between who receives events and who iterates over them: it fills only on demand, so one chunk's events at most wait in it. */
export class EventQueue<Value> {
  #values: Value[] = []
  /** The index of the next value: shifting an array costs more the longer it is. */
  #head = 0
  #waiting: {
    resolve(result: IteratorResult<Value, undefined>): void
    reject(error: unknown): void
  }[] = []
  #isEnded = false
  #failure: { error: unknown } | undefined
  #onDemand: (() => void) | undefined

  get isEmpty(): boolean {
    return this.#head === this.#values.length
  }

  /** Whether someone waits for a value that is not there. */
  get isWanted(): boolean {
    return this.#waiting.length > 0
  }

  /** The next value, if it is there. */
  take(): Value | undefined {
    const { length } = this.#values
    if (this.#head === length) return undefined
    const value = this.#values[this.#head++]!
    if (this.#head === length) this.#clear()
    return value
  }

  /** The next value, when it comes; done at the end; rejects once, at the failure. Always settles. */
  next(): Promise<IteratorResult<Value, undefined>> {
    const value = this.take()
    if (value !== undefined) return Promise.resolve({ value, done: false })
    if (this.#failure) {
      const { error } = this.#failure
      this.#failure = undefined
      return Promise.reject(error)
    }
    if (this.#isEnded) return Promise.resolve({ value: undefined, done: true })
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#onDemand?.()
      this.#onDemand = undefined
    })
  }

  /** Adds a value, for who waits for it first. */
  push(value: Value): void {
    if (this.#waiting.length === 0) {
      if (!this.#isEnded) this.#values.push(value)
      return
    }
    this.#waiting.shift()!.resolve({ value, done: false })
  }

  /** Resolves when someone waits for a value that is not there, or the end; `undefined`: someone does. */
  demand(): Promise<void> | undefined {
    if (this.isWanted || this.#isEnded) return undefined
    return new Promise((resolve) => (this.#onDemand = resolve))
  }

  /** Ends it after the values in it, or at once. */
  end(how: 'after-values' | 'at-once'): void {
    this.#isEnded = true
    this.#failure = undefined
    if (how === 'at-once') this.#clear()
    for (const { resolve } of this.#waiting.splice(0)) resolve({ value: undefined, done: true })
    this.#onDemand?.()
  }

  /** Ends it likewise, but who asks next gets the error. */
  fail(error: unknown, how: 'after-values' | 'at-once'): void {
    const waiting = this.#waiting.shift()
    this.end(how)
    if (waiting) waiting.reject(error)
    else this.#failure = { error }
  }

  #clear(): void {
    this.#values = []
    this.#head = 0
  }
}
