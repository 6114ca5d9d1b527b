import { type ChildProcess, fork } from 'node:child_process'
import type { FetchLike } from '../../../src/index.ts'

export type Order = 'listen' | 'down' | 'end' | 'unanswered' | 'sockets'

/** What the sources read from. */
export interface Feed {
  origin: string
  /** What takes the place of the platform's. */
  fetch?: FetchLike
  /** Resolves when the server has done it. */
  tell(order: Order, count?: number): Promise<number>
  close(): void
}

/** A server over HTTP, as its client's process sees it: neither its memory nor its sockets are the client's. */
export class HttpFeed implements Feed {
  origin = ''
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, (value: number) => void>()
  #last = 0

  constructor(file: string) {
    this.#child = fork(file, { execArgv: ['--disable-warning=ExperimentalWarning'] })
    this.#child.on('message', ({ id, value }: { id: number; value: number }) => {
      this.#waiting.get(id)!(value)
      this.#waiting.delete(id)
    })
  }

  async tell(order: Order, count = 0): Promise<number> {
    const id = ++this.#last
    const value = await new Promise<number>((resolve) => {
      this.#waiting.set(id, resolve)
      this.#child.send({ id, order, count })
    })
    if (order === 'listen') this.origin = `http://127.0.0.1:${value}`
    return value
  }

  close(): void {
    this.#child.disconnect()
  }
}
