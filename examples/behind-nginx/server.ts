import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/** What `?` asks of the stream. */
export interface Query {
  /** How many events. */
  events: number
  /** Milliseconds from one to the next. */
  pause: number
  /** Milliseconds from one comment to the next. */
  heartbeat?: number
  /** How many characters of a comment before each event. */
  padding?: number
  /** What `X-Accel-Buffering` says. */
  accel?: string
}

export interface Server {
  origin: string
  /** How much of `/flood` nginx, or what is between, has taken so far, in bytes. */
  taken(): number
  close(): void
}

/** Twice what the sockets of two connections may hold: 36 MiB each, where Linux has its defaults, and what is in between. */
const FLOOD = 160 * 2 ** 20

/** A server of one stream, which begins with the first request; the data of each event is the time at which it was due. */
export async function startServer(): Promise<Server> {
  let begin: number | undefined
  let taken = 0

  /** As much as is taken, up to 160 MiB. */
  async function flood(response: ServerResponse): Promise<void> {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const comment = `:${'x'.repeat(65_533)}\n\n`
    await pipeline(function* () {
      for (; taken < FLOOD; taken += comment.length) yield comment
    }, response).catch(() => {})
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, 'http://localhost')
    if (pathname === '/flood') return flood(response)
    const { events, pause, heartbeat, padding, accel } = Object.fromEntries(searchParams)
    begin ??= Date.now()
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      ...(accel && { 'x-accel-buffering': accel }),
    })
    response.write('retry: 100\n\n')
    const timer = heartbeat && setInterval(() => response.write(':\n\n'), Number(heartbeat))
    const first = Number(request.headers['last-event-id'] ?? 0) + 1
    for (let id = first; id <= Number(events) && !response.destroyed; id++) {
      const due = begin + id * Number(pause)
      await sleep(due - Date.now())
      if (padding) response.write(`:${' '.repeat(Number(padding))}\n`)
      response.write(`id: ${id}\ndata: ${due}\n\n`)
    }
    if (timer) clearInterval(timer)
    response.end()
  }

  const server = createServer((request, response) => void serve(request, response))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken: () => taken,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
