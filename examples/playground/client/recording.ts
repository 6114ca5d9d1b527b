import type { ServerSentEvent } from 'millrace'

/** An event, and when it came, in milliseconds since the connection was asked for. */
export interface Recorded {
  number: number
  at: number
  type: string
  lastEventId: string
  data: string
}

/** How many events are kept to be looked at; all are counted. */
const KEPT = 200_000
/** Milliseconds for which events are counted together. */
export const BUCKET = 100

/** Up to how many milliseconds a gap is in each of the columns; the last has what is longer. */
export const gapLimits = [1, 3, 10, 30, 100, 300, 1000, 3000]

/** All events that came, and what can be counted of them. */
export class Recording {
  /** The ones that the filter lets through. */
  shown: Recorded[] = []
  count = 0
  comments = 0
  bytes = 0
  /** How many events came in each bucket of time. */
  readonly buckets = new Map<number, number>()
  readonly gaps: number[] = Array.from({ length: gapLimits.length + 1 }, () => 0)
  #kept: Recorded[] = []
  #filter = ''
  #last: number | undefined

  add({ type, lastEventId, data }: ServerSentEvent, at: number): void {
    const event = { number: ++this.count, at, type, lastEventId, data }
    this.bytes += data.length
    const bucket = Math.floor(at / BUCKET)
    this.buckets.set(bucket, (this.buckets.get(bucket) ?? 0) + 1)
    if (this.#last !== undefined) {
      const gap = at - this.#last
      const index = gapLimits.findIndex((limit) => gap <= limit)
      this.gaps[index < 0 ? gapLimits.length : index]!++
    }
    this.#last = at
    this.#kept.push(event)
    if (this.#matches(event)) this.shown.push(event)
    // A tenth at once: what is left is moved to the front.
    if (this.#kept.length > KEPT) {
      this.#kept = this.#kept.slice(KEPT / 10)
      this.filter(this.#filter)
    }
  }

  /** Shows those whose type, ID or data has that text in it. */
  filter(text: string): void {
    this.#filter = text.toLowerCase()
    this.shown = this.#kept.filter((event) => this.#matches(event))
  }

  /** Events in the last whole second. */
  rateAt(now: number): number {
    const last = Math.floor(now / BUCKET)
    let sum = 0
    for (let bucket = last - 1000 / BUCKET; bucket < last; bucket++) {
      sum += this.buckets.get(bucket) ?? 0
    }
    return sum
  }

  #matches({ type, lastEventId, data }: Recorded): boolean {
    if (this.#filter === '') return true
    return [type, lastEventId, data].some((text) => text.toLowerCase().includes(this.#filter))
  }
}
