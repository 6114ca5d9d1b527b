import { locks } from './tabs.ts'

/** What becomes of a request for the lock. */
export interface LockObserver {
  /** It is held. `isAlone`: no one else waits for it. */
  granted(isAlone: boolean): void
  /** It was held, and is no more. */
  robbed(): void
  /** It cannot be had here. */
  refused(error: unknown): void
}

/** A request for the lock, and the lock when it is granted. */
export class Lock {
  readonly #observer: LockObserver
  readonly #controller = new AbortController()
  #isReleased = false
  #isHeld = false
  #letGo: (() => void) | undefined

  /** Without a name there is no one to share it with: granted at once. */
  constructor(name: string | undefined, steals: boolean, observer: LockObserver) {
    this.#observer = observer
    void this.#request(name, steals)
  }

  /** Gives it up, or the place in the queue. Nothing more is told. */
  release(): void {
    this.#isReleased = true
    this.#controller.abort()
    this.#letGo?.()
  }

  async #request(name: string | undefined, steals: boolean): Promise<void> {
    await Promise.resolve()
    if (this.#isReleased) return
    if (name === undefined) return this.#observer.granted(true)
    try {
      await locks().request(
        name,
        steals ? { steal: true } : { signal: this.#controller.signal },
        () => this.#hold(name),
      )
    } catch (error) {
      if (this.#isReleased) return
      if (this.#isHeld) this.#observer.robbed()
      else this.#observer.refused(error)
    }
  }

  async #hold(name: string): Promise<void> {
    if (this.#isReleased) return
    this.#isHeld = true
    const released = new Promise<void>((resolve) => (this.#letGo = resolve))
    let isAlone = false
    try {
      const { pending } = await locks().query()
      isAlone = !pending?.some((request) => request.name === name)
    } catch {
      // Then the others are asked in vain, for a moment.
    }
    if (this.#isReleased) return
    this.#observer.granted(isAlone)
    return released
  }
}
