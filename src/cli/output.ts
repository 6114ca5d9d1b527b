import { createWriteStream, openSync } from 'node:fs'
import type { Writable } from 'node:stream'
import { UsageError } from './usage-error.ts'

/** From so many characters on, what waits is written without waiting for the end of the turn. */
const ENOUGH = 64 * 1024

/**
 * Where the data goes: standard output, or a file. What is written in one turn goes out as one piece; whoever writes waits
 * while the reader of a pipe is slow.
 */
export class Output {
  readonly #stream: Writable
  #pending = ''
  #isScheduled = false
  #blocked: Promise<void> | undefined
  #isBroken = false
  readonly #around: (write: () => void) => void

  /**
   * @param onError is told once, why nothing can be written any more
   * @param around is given what writes, so that what shares the terminal can step aside
   */
  constructor(
    path: string | undefined,
    onError: (error: NodeJS.ErrnoException) => void,
    around: (write: () => void) => void = (write) => write(),
  ) {
    this.#stream = path === undefined ? process.stdout : openFile(path)
    this.#around = around
    this.#stream.on('error', (error) => {
      if (this.#isBroken) return
      this.#isBroken = true
      onError(error)
    })
  }

  /** Writes text; a promise, if the reader has to be waited for. */
  write(text: string): Promise<void> | undefined {
    this.#pending += text
    if (this.#pending.length >= ENOUGH) this.#flush()
    else if (!this.#isScheduled) {
      this.#isScheduled = true
      setImmediate(() => {
        this.#isScheduled = false
        this.#flush()
      })
    }
    return this.#blocked
  }

  /** Writes bytes as they are. */
  writeBytes(bytes: Uint8Array): Promise<void> | undefined {
    this.#flush()
    this.#send(bytes)
    return this.#blocked
  }

  /** Resolves when all of it is out. */
  async end(): Promise<void> {
    this.#flush()
    while (this.#blocked && !this.#isBroken) await this.#blocked
    if (this.#isBroken) return
    await new Promise<void>((resolve) => {
      this.#stream.once('error', () => resolve())
      if (this.#stream === process.stdout) this.#stream.write('', () => resolve())
      else this.#stream.end(() => resolve())
    })
  }

  #flush(): void {
    const text = this.#pending
    this.#pending = ''
    if (text) this.#around(() => this.#send(text))
  }

  #send(data: string | Uint8Array): void {
    if (this.#isBroken) return
    const before = this.#blocked
    let finish!: () => void
    const written = new Promise<void>((resolve) => (finish = resolve))
    // The callback comes with an error too, so that no one waits for ever.
    if (this.#stream.write(data, () => finish())) return
    const blocked: Promise<void> = Promise.all([before, written]).then(() => {
      if (this.#blocked === blocked) this.#blocked = undefined
    })
    this.#blocked = blocked
  }
}

function openFile(path: string): Writable {
  try {
    return createWriteStream(path, { fd: openSync(path, 'w') })
  } catch (error) {
    throw new UsageError(`-o ${path}: cannot be written: ${(error as Error).message}`)
  }
}
