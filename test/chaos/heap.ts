/** What is read of the runtime, where it is there. */
interface Globals {
  gc?: () => void
  Bun?: { gc(isSync: boolean): void }
  process?: { memoryUsage?: () => { heapUsed: number; external: number } }
}

const { gc, Bun, process } = globalThis as Globals

/** Fewer looks tell nothing. */
const MIN_LOOKS = 8

/** Looks at the heap now and then, and says by how much it grows. */
export class Heap {
  readonly #looks: { at: number; bytes: number }[] = []

  /** Notes what is reachable after so many events. */
  look(at: number): void {
    const collect = Bun ? () => Bun.gc(true) : gc
    if (!collect || !process?.memoryUsage) return
    collect()
    collect()
    const { heapUsed, external } = process.memoryUsage()
    this.#looks.push({ at, bytes: heapUsed + external })
  }

  /** By how many bytes an event it grows, by regression over all but the first quarter; `undefined`: unknown. */
  growth(): number | undefined {
    const looks = this.#looks.slice(Math.floor(this.#looks.length / 4))
    if (looks.length < MIN_LOOKS) return undefined
    const meanAt = mean(looks.map(({ at }) => at))
    const meanBytes = mean(looks.map(({ bytes }) => bytes))
    const slope = mean(looks.map(({ at, bytes }) => (at - meanAt) * (bytes - meanBytes)))
    return slope / mean(looks.map(({ at }) => (at - meanAt) ** 2))
  }
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
