import { isOffline, onOnline } from '../platform/page.ts'
import { now, startTimer } from '../platform/timers.ts'

/** When a wait is over. */
export interface Deadlines {
  /** In so many milliseconds; the network's return may bring it forward. */
  dueIn: number
  /** Not before that: the server has asked for it. */
  notBefore: number
  /** In how many milliseconds it is due when the network is back. */
  dueAfterOnline: () => number
}

/** Due at once, unless it is held. */
export const AT_ONCE: Deadlines = { dueIn: 0, notBefore: 0, dueAfterOnline: () => 0 }

/** The wait between two attempts: two deadlines, and whether it is held. */
export class Wait {
  /** Resolves when it is over. */
  readonly over: Promise<void>
  /** Whether only the network's return made it end that early. */
  isEarly = false

  readonly #notBefore: number
  #dueAt: number
  #isHeld: boolean
  #end!: () => void
  #cancelTimer: (() => void) | undefined

  constructor({ dueIn, notBefore, dueAfterOnline }: Deadlines, isHeld: boolean) {
    const start = now()
    this.#dueAt = start + dueIn
    this.#notBefore = start + notBefore
    this.#isHeld = isHeld
    // "if the operating system has reported that there is no network connectivity, user agents might wait for the operating
    // system to announce that the network connection has returned before retrying."
    const detach = onOnline(() => {
      const dueAt = now() + dueAfterOnline()
      if (dueAt < this.#dueAt) this.isEarly = true
      // Never later, however often the network comes back; but all clients' at once must not be its first act.
      else if (this.#dueAt > now()) return
      this.#dueAt = dueAt
      this.#start()
    })
    this.over = new Promise((resolve) => {
      this.#end = () => {
        this.#cancelTimer?.()
        detach()
        resolve()
      }
    })
    this.#start(Math.max(dueIn, notBefore))
  }

  /** Ends it now. */
  skip(): void {
    this.#end()
  }

  /** It does not end before `release()`; the time goes on. */
  hold(): void {
    this.#isHeld = true
  }

  release(): void {
    this.#isHeld = false
    this.#start()
  }

  #start(milliseconds = Math.max(this.#dueAt, this.#notBefore) - now()): void {
    this.#cancelTimer?.()
    if (milliseconds > 0) this.#cancelTimer = startTimer(() => this.#endIfFree(), milliseconds)
    else this.#endIfFree()
  }

  #endIfFree(): void {
    if (!this.#isHeld && !isOffline()) this.#end()
  }
}
