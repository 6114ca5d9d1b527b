import { Histogram, type Quantiles, quantilesOf } from './histogram.ts'
import { duration, table } from './table.ts'

/** What `--stats` tells. Durations are in milliseconds; `null`: there is nothing to tell. */
export interface Figures {
  events: number
  comments: number
  bytes: number
  /** Requests after the first. */
  reconnections: number
  /** From the first request to the first event. */
  firstEvent: number | null
  /** Between an event and the next. */
  gaps: Quantiles
  /** Between a comment and the next. */
  commentGaps: Quantiles
}

/** Counts and measures a stream. Times are given, not read: in milliseconds on one clock. */
export class Statistics {
  readonly #gaps = new Histogram()
  readonly #commentGaps = new Histogram()
  #events = 0
  #comments = 0
  #bytes = 0
  #requests = 0
  #startedAt = 0
  #firstEventAt: number | undefined
  #lastEventAt = 0
  #lastCommentAt: number | undefined

  request(at: number): void {
    if (this.#requests++ === 0) this.#startedAt = at
  }

  bytes(count: number): void {
    this.#bytes += count
  }

  event(at: number): void {
    this.#events++
    if (this.#firstEventAt === undefined) this.#firstEventAt = at
    else this.#gaps.add(at - this.#lastEventAt)
    this.#lastEventAt = at
  }

  comment(at: number): void {
    this.#comments++
    if (this.#lastCommentAt !== undefined) this.#commentGaps.add(at - this.#lastCommentAt)
    this.#lastCommentAt = at
  }

  get figures(): Figures {
    const first = this.#firstEventAt
    return {
      events: this.#events,
      comments: this.#comments,
      bytes: this.#bytes,
      reconnections: Math.max(0, this.#requests - 1),
      firstEvent: first === undefined ? null : Math.round((first - this.#startedAt) * 1000) / 1000,
      gaps: quantilesOf(this.#gaps),
      commentGaps: quantilesOf(this.#commentGaps),
    }
  }
}

/** The figures for people. */
export function figuresTable(figures: Figures): string {
  const { gaps, commentGaps } = figures
  const quantiles = ({ p50, p95, p99 }: Quantiles) =>
    p50 === null ? '–' : `p50 ${duration(p50)}, p95 ${duration(p95)}, p99 ${duration(p99)}`
  return table([
    ['events', String(figures.events)],
    ['comments', String(figures.comments)],
    ['bytes', String(figures.bytes)],
    ['first event after', duration(figures.firstEvent)],
    ['between events', quantiles(gaps)],
    ['between comments', quantiles(commentGaps)],
    ['reconnections', String(figures.reconnections)],
  ])
}
