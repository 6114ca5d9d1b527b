import { isOffline, onOnline, startTimer } from '../platform.ts'

/** The wait between two attempts: how long it takes, what prolongs it and what ends it. */
export class Wait {
  #isHeld = false
  #isDue = false
  #isSkipped = false
  /** Whether the server has asked for that much, so that nothing but `skip()` may shorten it. */
  #isFirm = false
  #wake: (() => void) | undefined

  /** Whether there is to be no attempt before `release()`. */
  get isHeld(): boolean {
    return this.#isHeld
  }

  /**
   * Waits that long, and on while it is held or there is no network. It ends early when the network comes back or it is
   * released, but not before `atLeast`; and at once by `skip()`.
   */
  async for(milliseconds: number, atLeast: number): Promise<void> {
    const due = () => {
      this.#isDue = true
      this.#wake?.()
    }
    const cancelTimer = startTimer(due, milliseconds)
    this.#isFirm = atLeast > 0
    const soften = () => {
      this.#isFirm = false
      this.#wake?.()
    }
    const cancelFirmness = this.#isFirm ? startTimer(soften, atLeast) : undefined
    // "if the operating system has reported that there is no network connectivity, user agents might wait for the operating
    // system to announce that the network connection has returned before retrying."
    const detach = onOnline(due)
    while (!this.#isSkipped && (!this.#isDue || this.#isFirm || this.#isHeld || isOffline())) {
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
    this.#wake = undefined
    cancelTimer()
    cancelFirmness?.()
    detach()
  }

  /** Ends the wait under way, or the one to come. */
  skip(): void {
    this.#isSkipped = true
    this.#isHeld = false
    this.#wake?.()
  }

  hold(): void {
    this.#isHeld = true
  }

  release(): void {
    this.#isHeld = false
    this.#isDue = true
    this.#wake?.()
  }
}
