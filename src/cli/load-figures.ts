import type { TraceRecord } from '../index.ts'
import { Histogram, type Quantiles, quantilesOf } from './histogram.ts'
import { duration, table } from './table.ts'

/** What `millrace load` found. Durations are in milliseconds; `null`: there is nothing to tell. */
export interface LoadResult {
  sources: number
  /** How many of them had a stream at least once, and how many still had it at the end. */
  connected: number
  stillOpen: number
  seconds: number
  events: number
  eventsPerSecond: number
  /** From a request to its stream. */
  timeToOpen: Quantiles
  /** Between an event of a source and the next. */
  gaps: Quantiles
  /** Requests after the first of each source. */
  reconnections: number
}

/** What one of many sources tells. */
export interface SourceFigures {
  trace(record: TraceRecord): void
  event(at: number): void
  closed(): void
}

/** Adds up what many sources see. */
export class LoadFigures {
  readonly #startedAt: number
  readonly #timeToOpen = new Histogram()
  readonly #gaps = new Histogram()
  #connected = 0
  #open = 0
  #openAtEnd: number | undefined
  #events = 0
  #reconnections = 0
  #progressAt: number
  #progressEvents = 0

  constructor(startedAt: number) {
    this.#startedAt = startedAt
    this.#progressAt = startedAt
  }

  source(): SourceFigures {
    let requestedAt = 0
    let isOpen = false
    let wasOpen = false
    let lastEventAt: number | undefined
    const closed = () => {
      if (isOpen) this.#open--
      isOpen = false
    }
    return {
      trace: (record) => {
        if (record.type === 'request') {
          requestedAt = record.at
          if (record.attempt > 1) this.#reconnections++
        } else if (record.type === 'open') {
          this.#timeToOpen.add(record.at - requestedAt)
          if (!wasOpen) this.#connected++
          wasOpen = isOpen = true
          this.#open++
        } else if (record.type === 'lost') closed()
      },
      event: (at) => {
        this.#events++
        if (lastEventAt !== undefined) this.#gaps.add(at - lastEventAt)
        lastEventAt = at
      },
      closed,
    }
  }

  /** What is closed from now on was open to the end. */
  timeIsOver(): void {
    this.#openAtEnd = this.#open
  }

  /** A line on how it goes, since the line before. */
  progress(now: number): string {
    const rate = (this.#events - this.#progressEvents) / ((now - this.#progressAt) / 1000 || 1)
    // Four times a second is too often for a rate.
    if (now - this.#progressAt > 1000) {
      this.#progressAt = now
      this.#progressEvents = this.#events
    }
    const seconds = ((now - this.#startedAt) / 1000).toFixed(0)
    return `${seconds} s · ${this.#open} open · ${this.#events} events · ${rate.toFixed(0)} events/s · ${this.#reconnections} reconnections`
  }

  result(now: number, sources: number): LoadResult {
    const seconds = (now - this.#startedAt) / 1000
    return {
      sources,
      connected: this.#connected,
      stillOpen: this.#openAtEnd ?? this.#open,
      seconds: Math.round(seconds * 1000) / 1000,
      events: this.#events,
      eventsPerSecond: Math.round(this.#events / seconds),
      timeToOpen: quantilesOf(this.#timeToOpen),
      gaps: quantilesOf(this.#gaps),
      reconnections: this.#reconnections,
    }
  }
}

/** The figures for people. */
export function loadTable(result: LoadResult): string {
  const quantiles = ({ p50, p95, p99 }: Quantiles) =>
    `p50 ${duration(p50)}, p95 ${duration(p95)}, p99 ${duration(p99)}`
  return table([
    ['sources', String(result.sources)],
    ['connected', `${result.connected}, ${result.stillOpen} of them at the end`],
    ['events', `${result.events} in ${result.seconds.toFixed(1)} s`],
    ['events a second', String(result.eventsPerSecond)],
    ['time to open', quantiles(result.timeToOpen)],
    ['between events', quantiles(result.gaps)],
    ['reconnections', String(result.reconnections)],
  ])
}
