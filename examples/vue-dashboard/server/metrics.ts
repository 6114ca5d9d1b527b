import { monitorEventLoopDelay } from 'node:perf_hooks'

/** One measurement of this process. */
export interface Sample {
  id: number
  /** Percent of one processor. */
  cpu: number
  /** MiB. */
  heap: number
  /** Milliseconds. */
  delay: number
}

const INTERVAL = 250
const REMEMBERED = 240

/** Milliseconds between two looks at the event loop, which its histogram includes. */
const RESOLUTION = 10

const loop = monitorEventLoopDelay({ resolution: RESOLUTION })

/** Measures this process, and remembers the last minute. */
export class Metrics {
  readonly #samples: Sample[] = []
  #nextId = 1
  #cpu = process.cpuUsage()

  /** Calls back with each sample. */
  start(onSample: (sample: Sample) => void): void {
    loop.enable()
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
    this.#cpu = process.cpuUsage()
    const delay = loop.mean / 1e6 - RESOLUTION
    loop.reset()
    return {
      id: this.#nextId++,
      cpu: (user + system) / 10 / INTERVAL,
      heap: process.memoryUsage().heapUsed / 2 ** 20,
      delay: Math.max(0, delay || 0),
    }
  }
}
