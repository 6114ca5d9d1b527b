import { createHash } from 'node:crypto'
import { EventEmitter } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** The event of a job's stream; what comes after `done`, `failed` and `cancelled` is nothing. */
export interface Step {
  id: number
  type: 'received' | 'imported' | 'done' | 'failed' | 'cancelled'
  data: { part?: number; rows?: number; sha256?: string; reason?: string }
}

const MAX_BYTES = 50 * 2 ** 20
/** How many events tell of the way through one phase. */
const STEPS = 50

/** Takes a file of comma-separated values, and imports its rows. Emits `step`. */
export class Job extends EventEmitter<{ step: [Step] }> {
  readonly steps: Step[] = []
  readonly #cancelled = new AbortController()

  get isOver(): boolean {
    return ['done', 'failed', 'cancelled'].includes(this.steps.at(-1)?.type ?? '')
  }

  cancel(): void {
    if (this.isOver) return
    this.#cancelled.abort()
    this.#tell('cancelled')
  }

  /** Receives the file, which is the body of a request, and then works on it. */
  async run(request: IncomingMessage): Promise<void> {
    try {
      const file = await this.#receive(request)
      void this.#import(file)
    } catch {
      // The browser went away, or the page called its upload off: no one will send the rest.
      this.cancel()
    }
  }

  async #receive(request: IncomingMessage): Promise<Buffer> {
    const size = Number(request.headers['content-length'])
    if (!(size <= MAX_BYTES)) {
      this.#tell('failed', { reason: `A file may have ${MAX_BYTES / 2 ** 20} MiB.` })
      request.destroy()
      return Buffer.alloc(0)
    }
    const chunks: Buffer[] = []
    let received = 0
    let told = 0
    for await (const chunk of request as AsyncIterable<Buffer>) {
      if (this.isOver) break
      chunks.push(chunk)
      received += chunk.length
      if (received - told < size / STEPS && received < size) continue
      told = received
      this.#tell('received', { part: received / size })
    }
    return Buffer.concat(chunks)
  }

  async #import(file: Buffer): Promise<void> {
    const rows = file.toString().trimEnd().split('\n')
    const columns = rows[0]!.split(',').length
    const rowsAStep = Math.ceil(rows.length / STEPS)
    for (let row = 0; row < rows.length && !this.isOver; row++) {
      const found = rows[row]!.split(',').length
      if (found !== columns) {
        const reason = `Row ${row + 1} has ${found} values, not ${columns}.`
        return this.#tell('failed', { reason })
      }
      if ((row + 1) % rowsAStep > 0 && row + 1 < rows.length) continue
      // As if a database took them.
      await sleep(40, undefined, { signal: this.#cancelled.signal }).catch(() => {})
      if (!this.isOver) this.#tell('imported', { part: (row + 1) / rows.length })
    }
    if (this.isOver) return
    const sha256 = createHash('sha256').update(file).digest('hex')
    this.#tell('done', { rows: rows.length, sha256 })
  }

  #tell(type: Step['type'], data: Step['data'] = {}): void {
    const step = { id: this.steps.length + 1, type, data }
    this.steps.push(step)
    this.emit('step', step)
  }
}
