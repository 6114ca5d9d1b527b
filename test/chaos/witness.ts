import type { EventLog } from './event-log.ts'

/** What a reader is shown of an event, whichever way it reads. */
export interface Seen {
  type: string
  data: unknown
  lastEventId: string
}

/** Thrown where something came that must not, or did not that must. */
export class Violation extends Error {
  override name = 'Violation'
}

/** Sees that one reader gets each event of its log once, in order, and as it was sent. */
export class Witness {
  readonly #log: EventLog
  readonly #failed: (violation: Violation) => void
  #last = 0
  /** Whether the next event may be any later one. */
  #isJoining = false
  /** How many events came. */
  events = 0

  constructor(log: EventLog, failed: (violation: Violation) => void) {
    this.#log = log
    this.#failed = failed
  }

  get isComplete(): boolean {
    return this.#last === this.#log.length
  }

  /** The number of the last event. */
  get last(): number {
    return this.#last
  }

  fail(what: string): void {
    this.#failed(new Violation(`${what}, after ${this.#last} of ${this.#log.length}`))
  }

  /** The next event may be any later one: it joins a stream, or has been told of a gap. */
  joins(): void {
    this.#isJoining = true
  }

  /** The next event is the one after that ID, unless there was one already. */
  joinsAt(lastEventId: string): void {
    if (!this.#isJoining) return
    this.#isJoining = false
    this.#last = this.#log.numberOf(lastEventId)
  }

  /** Others see to the events, and tell how far they are, and how many they got. */
  hears(last: number, events: number): void {
    this.#last = last
    this.events = events
  }

  take({ type, data, lastEventId }: Seen): void {
    const number = this.#log.numberOf(lastEventId)
    const expected = this.#isJoining ? Math.max(number, this.#last + 1) : this.#next()
    this.#isJoining = false
    const entry = this.#log.entry(expected)
    if (number !== expected)
      return this.fail(`Event ${JSON.stringify(lastEventId)} came in place of ${expected}`)
    if (type !== entry.type || data !== entry.data)
      return this.fail(`Event ${expected} came as ${JSON.stringify({ type, data })}`)
    this.#last = number
    this.events++
  }

  /** Sees that an ID to resume from leads to the next event. */
  checkPlace(lastEventId: string): void {
    const number = this.#log.numberOf(lastEventId)
    // Blocks that are no events may have moved it on.
    if (!(number >= this.#last && number < this.#next()) && !this.isComplete)
      this.fail(`The last event ID is ${JSON.stringify(lastEventId)}`)
  }

  #next(): number {
    let number = this.#last + 1
    while (number < this.#log.length && this.#log.entry(number).data === undefined) number++
    return number
  }
}
