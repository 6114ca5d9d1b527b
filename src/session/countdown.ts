import { startBackgroundTimer } from '../platform/timers.ts'

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
    this.#cancel = startBackgroundTimer(this.#lookAgain, this.#milliseconds - 1)
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  /** A process that was suspended or busy runs its timers before it reads: what lies in the socket gets its turn, and restarts this. */
  readonly #lookAgain = (): void => {
    this.#cancel = startBackgroundTimer(this.#run, 1)
  }
}
