import { startBackgroundTimer } from '../platform.ts'

/** Runs once if it is not restarted in time. */
export class Countdown {
  readonly #milliseconds: number
  readonly #run: () => void
  #cancel: (() => void) | undefined

  constructor(milliseconds: number, run: () => void) {
    this.#milliseconds = milliseconds
    this.#run = run
  }

  restart(): void {
    this.stop()
    this.#cancel = startBackgroundTimer(this.#run, this.#milliseconds)
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }
}
