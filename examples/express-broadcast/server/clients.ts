import { once } from 'node:events'
import type { Response } from 'express'

/** A client for which so many bytes wait does not read any more: it is dropped, and may come back. */
const MAX_PENDING = 1024 * 1024

/** Between these, in milliseconds, each client is told a time to come back after: not all at once. */
const COME_BACK = [250, 1250] as const

/** The event streams that are open. */
export class Clients {
  readonly #responses = new Set<Response>()
  readonly #heartbeat: NodeJS.Timeout

  /** Sends a comment so often, in milliseconds: for proxies that cut what is silent, and to notice whose network is gone. */
  constructor(heartbeat: number) {
    this.#heartbeat = setInterval(() => this.#writeToAll(': heartbeat\n\n'), heartbeat)
  }

  get count(): number {
    return this.#responses.size
  }

  /** Makes an event stream of a response, and keeps it until it is closed, by whomever. */
  add(response: Response): void {
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      // nginx passes on at once what comes with this.
      'x-accel-buffering': 'no',
    })
    response.write(`retry: ${COME_BACK[0]}\n\n`)
    this.#responses.add(response)
    response.once('close', () => this.#responses.delete(response))
  }

  broadcast(type: string, data: unknown): void {
    // JSON has no line breaks, so that it is always one line of data.
    this.#writeToAll(`event: ${type}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  /** Tells every client when to come back, and ends all streams in good order. */
  async shutDown(): Promise<void> {
    clearInterval(this.#heartbeat)
    const [soonest, latest] = COME_BACK
    const over = Array.from(this.#responses, (response) => {
      response.end(`retry: ${Math.round(soonest + Math.random() * (latest - soonest))}\n\n`)
      return once(response, 'close')
    })
    await Promise.all(over)
  }

  #writeToAll(text: string): void {
    for (const response of this.#responses) {
      if (response.writableLength > MAX_PENDING) response.destroy()
      else response.write(text)
    }
  }
}
