import { closeSync, openSync, writeSync } from 'node:fs'
import { chunkEntry, encodeEntry, encodeHead, type RecordingEntry } from '../recording/entry.ts'
import type { Tap } from './tap.ts'
import { UsageError } from './usage-error.ts'

/** `--record`: writes down what comes, as it comes. No header of a request gets into it, and no cookie of a response. */
export class Recorder implements Tap {
  readonly #file: number
  readonly #startedAt = performance.now()
  #isOver = false

  constructor(path: string) {
    try {
      this.#file = openSync(path, 'w')
    } catch (error) {
      throw new UsageError(`--record ${path}: cannot be written: ${(error as Error).message}`)
    }
    // Synchronous: what was read is in the file, however the program ends.
    writeSync(this.#file, encodeHead(new Date().toISOString()))
  }

  request(url: string, { method }: { method: string }): void {
    // A query may hold a token.
    const { origin, pathname } = new URL(url)
    this.#write({ at: this.#now(), type: 'request', method, url: origin + pathname })
  }

  response({ status, headers }: Response): void {
    const shown = Object.fromEntries([...headers].filter(([name]) => name !== 'set-cookie'))
    this.#write({ at: this.#now(), type: 'response', status, headers: shown })
  }

  chunk(bytes: Uint8Array): void {
    this.#write(chunkEntry(this.#now(), bytes))
  }

  ended(how: 'end' | 'lost' | 'left'): void {
    this.#write({ at: this.#now(), type: how })
  }

  /** The recording is complete. */
  close(): void {
    if (this.#isOver) return
    this.#write({ at: this.#now(), type: 'close' })
    this.#isOver = true
    closeSync(this.#file)
  }

  #now(): number {
    return performance.now() - this.#startedAt
  }

  #write(entry: RecordingEntry): void {
    if (!this.#isOver) writeSync(this.#file, encodeEntry(entry))
  }
}
