/** So long a leader may say nothing before a tab asks whether it is there; not each beat is waited for, as hidden tabs' timers drift to a minute. */
const SILENCE = 20_000
/** So long it has to answer, each of two times. */
const ANSWER = 5000
/** At most so often a tab steals the lock. */
const STEAL_AGAIN = 60_000

interface World {
  now(): number
  isHidden(): boolean
  wake(milliseconds: number): void
}

/** When a tab may believe that the leader is dead, and yet holds the lock. */
export class Suspicion {
  readonly #world: World
  /** How often it has asked in vain. */
  #probes = 0
  #stoleAt = -Infinity
  /** Whether it has heard the channel at all: one that is deaf would steal from the living. */
  #hears = false

  constructor(world: World) {
    this.#world = world
  }

  /** A tab has joined, and has said so. */
  begins(): void {
    this.#hears = false
    this.#probes = 0
    this.#world.wake(ANSWER)
  }

  /** Anything came by the channel, be it from this tab itself. */
  hears(): void {
    this.#hears = true
  }

  /** The leader is there. */
  heard(isBusy: boolean): void {
    this.#probes = 0
    if (!isBusy) this.#world.wake(SILENCE)
  }

  /** What to do, now that the time is over. */
  timeout(): 'probe' | 'steal' | undefined {
    const { isHidden, now } = this.#world
    // No one sees it.
    if (isHidden()) {
      this.#probes = 0
      this.#world.wake(SILENCE)
      return undefined
    }
    if (this.#probes < 2) {
      this.#probes++
      this.#world.wake(ANSWER)
      return 'probe'
    }
    this.#probes = 0
    this.#world.wake(SILENCE)
    if (!this.#hears || now() - this.#stoleAt < STEAL_AGAIN) return undefined
    this.#stoleAt = now()
    return 'steal'
  }
}
