import type { RequestHandler } from 'express'

/** One measurement of this process. */
export interface Sample {
  id: number
  /** Percent of one processor. */
  cpu: number
  /** MiB that it has of the machine's. */
  memory: number
  /** How many in the last second. */
  requests: number
}

const INTERVAL = 250
const A_SECOND = 4
const REMEMBERED = 240

/** Measures this process, and remembers the last minute. */
export class Metrics {
  readonly #samples: Sample[] = []
  /** By the clock, so that what a process before this one gave is older than all of this one's. */
  #nextId = Date.now()
  #cpu = process.cpuUsage()
  #measuredAt = performance.now()
  /** By interval, the one under way last. */
  #requests = [0]

  readonly countRequest: RequestHandler = (_req, _res, next) => {
    this.#requests[this.#requests.length - 1]!++
    next()
  }

  /** Calls back with each sample. */
  start(onSample: (sample: Sample) => void): void {
    setInterval(() => {
      const sample = this.#measure()
      this.#samples.push(sample)
      if (this.#samples.length > REMEMBERED) this.#samples.shift()
      onSample(sample)
    }, INTERVAL)
  }

  /** What came after that sample, as far as it is remembered. */
  after(id: number): Sample[] {
    return this.#samples.filter((sample) => sample.id > id)
  }

  #measure(): Sample {
    const { user, system } = process.cpuUsage(this.#cpu)
    const microseconds = 1000 * (performance.now() - this.#measuredAt)
    this.#cpu = process.cpuUsage()
    this.#measuredAt = performance.now()
    const requests = this.#requests.reduce((sum, count) => sum + count)
    this.#requests = [...this.#requests.slice(1 - A_SECOND), 0]
    return {
      id: this.#nextId++,
      cpu: (100 * (user + system)) / microseconds,
      memory: process.memoryUsage.rss() / 2 ** 20,
      requests,
    }
  }
}
