import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The log that all servers share. In production this is a database, a Redis stream or the like. */
export class SharedLog {
  readonly #events: string[] = []
  readonly #readers = new Set<ServerResponse>()
  readonly #server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const lastEventId = Number(request.headers['last-event-id'] ?? 0)
    response.write(`retry: 100\n\n${this.#events.slice(lastEventId).join('')}`)
    this.#readers.add(response)
    response.once('close', () => this.#readers.delete(response))
  })
  #writing: NodeJS.Timeout | undefined

  /** Serves the log, and writes to it every so many milliseconds. Returns where. */
  async start(every: number): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    this.#writing = setInterval(() => this.#append(), every)
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** How many events there are. The first one has the ID 1. */
  get length(): number {
    return this.#events.length
  }

  stop(): void {
    clearInterval(this.#writing)
    this.#server.close()
    this.#server.closeAllConnections()
  }

  #append(): void {
    const event = `id: ${this.length + 1}\ndata: ${new Date().toISOString()}\n\n`
    this.#events.push(event)
    for (const reader of this.#readers) reader.write(event)
  }
}
