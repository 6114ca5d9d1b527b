/** Each bucket is so much wider than the one before: a quantile is right to half a percent, in bounded memory. */
const GROWTH = Math.log(1.01)

/** Durations, of which quantiles are asked. */
export class Histogram {
  readonly #counts = new Map<number, number>()
  #count = 0
  #min = Infinity
  #max = 0

  get count(): number {
    return this.#count
  }

  add(value: number): void {
    // Below a microsecond it is none.
    const bucket = value < 0.001 ? -Infinity : Math.round(Math.log(value) / GROWTH)
    this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + 1)
    this.#count++
    this.#min = Math.min(this.#min, value)
    this.#max = Math.max(this.#max, value)
  }

  /** The value that a part of all values does not exceed; `undefined` of none. */
  quantile(part: number): number | undefined {
    let rest = Math.ceil(this.#count * part)
    const buckets = [...this.#counts].toSorted(([a], [b]) => a - b)
    for (const [bucket, count] of buckets) {
      rest -= count
      if (rest <= 0) return Math.max(this.#min, Math.min(Math.exp(bucket * GROWTH), this.#max))
    }
    return undefined
  }
}

/** Three quantiles, in milliseconds; `null`: there is nothing to tell. */
export interface Quantiles {
  p50: number | null
  p95: number | null
  p99: number | null
}

export function quantilesOf(histogram: Histogram): Quantiles {
  const at = (part: number) => {
    const value = histogram.quantile(part)
    return value === undefined ? null : Math.round(value * 1000) / 1000
  }
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}
