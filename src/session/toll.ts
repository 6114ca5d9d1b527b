import { now } from '../platform/timers.ts'

/** What each attempt costs, in milliseconds, and how much may be owed: at most a hundred attempts in any ten seconds. */
const COST = 125
// One less than a hundred with what comes back in time: the first attempt of all is free.
const CREDIT = 19 * COST

/** Keeps a source from asking more than ten times a second on average, whatever options, callbacks and servers say. */
export class Toll {
  #paidUntil = 0

  /** Notes an attempt to come; how many milliseconds it has to wait at least. */
  take(): number {
    const time = now()
    this.#paidUntil = Math.max(time, this.#paidUntil) + COST
    return Math.max(0, this.#paidUntil - CREDIT - time)
  }
}
