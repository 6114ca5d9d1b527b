import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sendings } from './wire.ts'

/**
 * Writes what an `SseEmitter` writes, on the loopback interface, and then ends, as `emitter.complete()` does. Who comes back
 * after the last event is told that there is no more.
 */
export async function startServer(): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    if (request.headers['last-event-id'] === '3') {
      response.writeHead(204).end()
      return
    }
    void writeAll(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function writeAll(response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream;charset=UTF-8' })
  for (const { written } of sendings) {
    for (const text of written) {
      response.write(text)
      // Each for itself on its way.
      await new Promise(setImmediate)
    }
  }
  response.end()
}
