import type { Client, Consumer } from './clients.ts'

/** Counts events, and looks at the end of each, so that it has to be there. */
class Count implements Consumer {
  readonly #events: number
  #count = 0
  #bytes = 0
  #used = 0

  constructor(events: number) {
    this.#events = events
  }

  event(data: string): boolean {
    this.#used += data.charCodeAt(data.length - 1)
    return ++this.#count === this.#events
  }

  chunk(bytes: Uint8Array): void {
    this.#used += bytes[bytes.length - 1]!
    this.#bytes += bytes.length
  }

  /** Throws unless all came. */
  check(): void {
    const isComplete = this.#bytes > 0 || this.#count === this.#events
    if (!isComplete || this.#used === 0) {
      throw new Error(`${this.#count} events of ${this.#events} came`)
    }
  }
}

/** Reads a stream of that many events again and again for so many seconds. Returns how many came a second. */
export async function rateOf(
  client: Client,
  url: string,
  events: number,
  seconds: number,
): Promise<{ total: number; rate: number }> {
  let total = 0
  let wall: number
  const start = performance.now()
  do {
    const count = new Count(events)
    await client(url, count)
    count.check()
    total += events
    wall = (performance.now() - start) / 1000
  } while (wall < seconds)
  return { total, rate: total / wall }
}
