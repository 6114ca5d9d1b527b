import type { Consumer } from '../clients.ts'

/** Takes down how old each event is when it comes, in microseconds. */
export class Arrivals implements Consumer {
  readonly #events: number
  readonly #ages: number[] = []

  constructor(events: number) {
    this.#events = events
  }

  event(data: string): boolean {
    const now = process.hrtime.bigint()
    return this.#ages.push(Number(now - BigInt(data)) / 1000) === this.#events
  }

  chunk(bytes: Uint8Array): void {
    const now = process.hrtime.bigint()
    const sent = new TextDecoder().decode(bytes).match(/\d+/)![0]
    this.#ages.push(Number(now - BigInt(sent)) / 1000)
  }

  /** Without the first ones, which warm it up. */
  quantile(part: number): number {
    const sorted = this.#ages.slice(this.#ages.length / 10).toSorted((a, b) => a - b)
    return sorted[Math.floor((sorted.length - 1) * part)]!
  }
}
