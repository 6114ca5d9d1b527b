import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { eventStream } from '../setup/listen.ts'

/** Answers with this stream, and ends it. */
export const once =
  (stream: string): RequestListener =>
  (_request, response) =>
    void response.writeHead(200, eventStream).end(stream)

/** Sends this, and nothing more; the connection stays. */
export const andStays =
  (stream: string): RequestListener =>
  (_request, response) => {
    response.writeHead(200, eventStream)
    response.flushHeaders()
    response.write(stream)
  }

/** Counts from the last event ID on to `last`, cut inside every third event; then 204. Tells what it was asked. */
export function countingFeed(last: number, requests: IncomingMessage[] = []): RequestListener {
  return (request, response) => {
    requests.push(request)
    const from = Number(request.headers['last-event-id'] ?? 0)
    if (from >= last) return void response.writeHead(204).end()
    response.writeHead(200, eventStream)
    response.write('retry: 1\n\n')
    for (let id = from + 1; id <= from + 3 && id <= last; id++) {
      const block = `id: ${id}\nevent: count\ndata: ${id}\n\n`
      if (id === from + 3) return cut(response, block.slice(0, -4))
      response.write(block)
    }
    response.end()
  }
}

/** Sends this, and cuts the connection a little later: Bun (1.4.5) drops what comes together with the end of one that breaks. */
export function cut(response: ServerResponse, text: string): void {
  response.write(text, () => setTimeout(() => response.destroy(), 100))
}
