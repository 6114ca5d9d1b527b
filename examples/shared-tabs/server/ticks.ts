import type { RequestHandler, Response } from 'express'
import { formatEvent } from 'millrace/format'

const INTERVAL = 500
const REMEMBERED = 1000

/** A number twice a second, which says how many connections there are; its ID is the number, and the last thousand are kept. */
export class Ticks {
  readonly #open = new Set<Response>()
  readonly #log: string[] = []
  /** By the clock, so that what a server before this one gave is older than all of this one's. */
  #last = Math.floor(Date.now() / INTERVAL)
  /** How many connections were opened in all. */
  #opened = 0

  start(): void {
    setInterval(() => {
      const data = JSON.stringify({
        number: ++this.#last,
        connections: this.#open.size,
        opened: this.#opened,
      })
      const text = formatEvent({ type: 'tick', lastEventId: String(this.#last), data })
      this.#log.push(text)
      if (this.#log.length > REMEMBERED) this.#log.shift()
      for (const response of this.#open) response.write(text)
    }, INTERVAL)
  }

  readonly open: RequestHandler = (request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
    response.write('retry: 500\n\n')
    const lastEventId = Number(request.get('last-event-id') ?? this.#last)
    const missed = Math.max(0, this.#last - lastEventId)
    if (missed > 0) response.write(this.#log.slice(-missed).join(''))
    this.#opened++
    this.#open.add(response)
    response.once('close', () => this.#open.delete(response))
  }

  /** Breaks all connections. */
  readonly cut: RequestHandler = (_request, response) => {
    for (const open of this.#open) open.destroy()
    response.sendStatus(204)
  }
}
