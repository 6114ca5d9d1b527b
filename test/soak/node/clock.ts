/** A timer of a clock that is wound by hand; what `setTimeout` gives in Node. */
export class Timer {
  readonly at: number
  readonly run: () => void
  /** Whether it keeps no process alive: what waits for the next attempt does. */
  isBackground = false
  readonly #clock: Clock

  constructor(clock: Clock, at: number, run: () => void) {
    this.#clock = clock
    this.at = at
    this.run = run
  }

  unref(): void {
    this.isBackground = true
  }

  clear(): void {
    this.#clock.timers.delete(this)
  }
}

/** Time that passes only when it is told to. In milliseconds. */
export class Clock {
  now = 0
  readonly timers = new Set<Timer>()
  readonly #changed: () => void

  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** How many wait for their next attempt. */
  get waits(): number {
    let waits = 0
    for (const { isBackground } of this.timers) if (!isBackground) waits++
    return waits
  }

  set(run: () => void, milliseconds: number): Timer {
    const timer = new Timer(this, this.now + Math.max(0, milliseconds), run)
    this.timers.add(timer)
    this.#changed()
    return timer
  }

  /** Lets so much time pass, and runs what is due meanwhile, in its order. */
  advance(milliseconds: number): void {
    const end = this.now + milliseconds
    for (;;) {
      let next: Timer | undefined
      for (const timer of this.timers)
        if (timer.at <= end && !(next && next.at <= timer.at)) next = timer
      if (!next) break
      this.now = Math.max(this.now, next.at)
      next.clear()
      next.run()
    }
    this.now = end
  }

  /** Lets as much time pass as is waited for now. */
  endWaits(): void {
    let last = this.now
    for (const { isBackground, at } of this.timers) if (!isBackground) last = Math.max(last, at)
    this.advance(last - this.now)
  }
}
