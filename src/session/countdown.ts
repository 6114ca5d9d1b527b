import { startBackgroundTimer } from '../platform/timers.ts'

/** How many turns a process that was suspended or busy needs to read what lies in its sockets: Node (24) one, Deno (2.9.6) two or more. */
const TURNS = 10

/** Runs once if it is not restarted in time. */
export class Countdown {
  readonly #milliseconds: number
  readonly #run: () => void
  #turnsLeft = 0
  #cancel: (() => void) | undefined

  constructor(milliseconds: number, run: () => void) {
    this.#milliseconds = milliseconds
    this.#run = run
  }

  restart(): void {
    this.stop()
    this.#turnsLeft = Math.min(TURNS, this.#milliseconds)
    this.#cancel = startBackgroundTimer(this.#lookAgain, this.#milliseconds - this.#turnsLeft)
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  /** A process that was suspended or busy runs its timers before it reads: what lies in the socket gets its turn, and restarts this. */
  readonly #lookAgain = (): void => {
    if (this.#turnsLeft-- <= 0) this.#run()
    else this.#cancel = startBackgroundTimer(this.#lookAgain, 1)
  }
}
