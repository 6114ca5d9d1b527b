import type { ServerSentEvent } from '../stream/event.ts'

/** An event of the stream, and the epoch whose leader numbered it. */
export interface Entry extends ServerSentEvent {
  epoch: number
}

/** A place in the line of events: right after the event with that number. */
export interface Place {
  /** Of the event before it; two leaders may give one number to different events, but never in one epoch. */
  epoch: number
  sequence: number
  /** The last event ID string there. */
  lastEventId: string
}

/** How much a ring keeps: enough for the moments of a hand-over, and little for a tab to hold. */
export interface RingLimits {
  events: number
  /** UTF-16 units; the last event is kept whatever its size. */
  units: number
}

/** 256 events, or 1 MiB of text in memory. */
export const RING_LIMITS: RingLimits = { events: 256, units: 512 * 1024 }

/** The last events of the line, without a hole. */
export class Ring {
  readonly #limits: RingLimits
  #entries: Entry[] = []
  #units = 0
  #start: Place

  constructor(start: Place, limits: RingLimits) {
    this.#start = start
    this.#limits = limits
  }

  /** Before the first event that it holds. */
  get start(): Place {
    return this.#start
  }

  get end(): Place {
    return this.#placeAfter(this.#entries.length - 1)
  }

  push(entry: Entry): void {
    this.#entries.push(entry)
    this.#units += unitsOf(entry)
    while (
      this.#entries.length > this.#limits.events ||
      (this.#units > this.#limits.units && this.#entries.length > 1)
    )
      this.#shift()
  }

  at(sequence: number): Entry | undefined {
    return this.#entries[sequence - this.#start.sequence - 1]
  }

  after(sequence: number): Entry[] {
    return this.#entries.slice(Math.max(0, sequence - this.#start.sequence))
  }

  /** The place with that number, if it is still known. */
  place(sequence: number): Place | undefined {
    const index = sequence - this.#start.sequence - 1
    return index >= -1 && index < this.#entries.length ? this.#placeAfter(index) : undefined
  }

  /** Forgets what comes after that number. */
  truncate(sequence: number): void {
    const count = sequence - this.#start.sequence
    if (count < 0) this.#start = { ...this.#start, sequence }
    for (const entry of this.#entries.splice(Math.max(0, count))) this.#units -= unitsOf(entry)
  }

  /** The furthest place that this line has in common with one that goes through `place`. */
  common({ epoch, sequence }: Place): Place | undefined {
    const index = this.#lastIndex((entry) => entry.epoch === epoch)
    if (index < 0 && this.#start.epoch !== epoch) return undefined
    return this.place(Math.min(this.#start.sequence + index + 1, sequence))
  }

  /** The last place with that last event ID string. */
  find(lastEventId: string): Place | undefined {
    if (lastEventId === '') return undefined
    const index = this.#lastIndex((entry) => entry.lastEventId === lastEventId)
    return index >= 0 || this.#start.lastEventId === lastEventId
      ? this.#placeAfter(index)
      : undefined
  }

  #lastIndex(holds: (entry: Entry) => boolean): number {
    let index = this.#entries.length - 1
    while (index >= 0 && !holds(this.#entries[index]!)) index--
    return index
  }

  #placeAfter(index: number): Place {
    const entry = this.#entries[index]
    if (!entry) return this.#start
    const { epoch, lastEventId } = entry
    return { epoch, sequence: this.#start.sequence + index + 1, lastEventId }
  }

  #shift(): void {
    this.#start = this.#placeAfter(0)
    this.#units -= unitsOf(this.#entries.shift()!)
  }
}

function unitsOf({ type, data, lastEventId }: Entry): number {
  return type.length + data.length + lastEventId.length
}
