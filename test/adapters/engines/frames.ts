/** So long a frame may be late, before the hooks render without it. */
const FRAME_LIMIT = 100

/** Watches, from the next frame of the page on, how often something is rendered in each. */
export class Frames {
  /** How many there were. */
  count = 0
  /**
   * Those with more renders than they may have: one, and one more for each time that the next frame was late. What is
   * rendered after its frame may come to be in the next one, and leave one owed.
   */
  readonly crowded: string[] = []
  readonly #renders: () => number
  readonly #areAfterFrame: boolean
  #before: { renders: number; time: number } | undefined
  #isOneOwed = false
  #frame: number

  constructor(renders: () => number, areAfterFrame: boolean = false) {
    this.#renders = renders
    this.#areAfterFrame = areAfterFrame
    this.#frame = requestAnimationFrame(this.#next)
  }

  readonly #next = (): void => {
    this.count++
    this.#note(1)
    this.#before = { renders: this.#renders(), time: performance.now() }
    this.#frame = requestAnimationFrame(this.#next)
  }

  /** Ends it, after a render that came by itself. */
  stop(): void {
    cancelAnimationFrame(this.#frame)
    this.#note(2)
  }

  #note(most: number): void {
    if (!this.#before) return
    const renders = this.#renders() - this.#before.renders
    const duration = performance.now() - this.#before.time
    const late = Math.floor(duration / FRAME_LIMIT) + Number(this.#isOneOwed)
    this.#isOneOwed = this.#areAfterFrame && renders === 0
    if (renders > most + late)
      this.crowded.push(`${renders} renders in frame ${this.count}, of ${Math.round(duration)} ms`)
  }
}
