// The server of all suites but the parser's, in a process of its own: `{ port }` is its answer to any question.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { answer } from './process/answer.ts'

type Route = (response: ServerResponse, query: URLSearchParams) => Promise<void> | void

/** An event of that many bytes: a bit of JSON, as most data is. */
function dataOf(bytes: number): string {
  const rest = bytes - 'data: {"text":""}\n\n'.length
  return `{"text":"${'abcdefghij'.repeat(Math.ceil(rest / 10)).slice(0, rest)}"}`
}

const data = dataOf(120)
const event = `data: ${data}\n\n`
const eventsAWrite = 1000
const manyEvents = Buffer.from(event.repeat(eventsAWrite))

async function write(response: ServerResponse, chunk: string | Buffer): Promise<void> {
  if (!response.write(chunk) && !response.destroyed) {
    await Promise.race([once(response, 'drain'), once(response, 'close')])
  }
}

const routes: Record<string, Route> = {
  /** As fast as they are taken, a thousand a write. */
  async '/blast'(response, query) {
    let left = Number(query.get('events'))
    for (; left >= eventsAWrite && !response.destroyed; left -= eventsAWrite) {
      await write(response, manyEvents)
    }
    response.end(event.repeat(left))
  },
  /** As fast as they are taken, one a write. */
  async '/singly'(response, query) {
    for (let left = Number(query.get('events')); left > 0 && !response.destroyed; left--) {
      if (!response.write(event)) await write(response, '')
    }
    response.end()
  },
  /** One a millisecond, with the time at which it was written. */
  '/steady'(response, query) {
    let left = Number(query.get('events'))
    const timer = setInterval(() => {
      response.write(`data: ${process.hrtime.bigint()}\n\n`)
      if (--left === 0) response.end()
    }, 1)
    response.on('close', () => clearInterval(timer))
  },
  /** As the WebSocket sends its messages: one a write, none waited for, on a connection of its own. */
  '/messages'(response, query) {
    for (let left = Number(query.get('events')); left > 0; left--) response.write(event)
    response.end()
  },
  /** At once, and to be asked again at once. */
  '/again'(response, query) {
    response.end(`retry: 0\n${event.repeat(Number(query.get('events')))}`)
  },
  /** One, and nothing more. */
  '/idle'(response) {
    response.write(event)
  },
}

let page = ''

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url!, 'http://localhost')
  const route = routes[pathname]
  if (!route) {
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end(`<!doctype html><script>${page}</script>`)
    return
  }
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    // Some pages come from another server.
    'access-control-allow-origin': '*',
    // A WebSocket needs a connection of its own too.
    ...(pathname === '/messages' && { connection: 'close' }),
  })
  response.flushHeaders()
  await route(response, searchParams)
}

const server = createServer((request, response) => void serve(request, response))
const sockets = new WebSocketServer({ noServer: true })
server.on('upgrade', (request, socket, head) => {
  const { searchParams } = new URL(request.url!, 'http://localhost')
  sockets.handleUpgrade(request, socket, head, (client) => {
    for (let left = Number(searchParams.get('events')); left > 0; left--) client.send(data)
    client.close()
  })
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')

await answer((question: { page?: string }) => {
  page = question.page ?? page
  return { port: (server.address() as AddressInfo).port }
})
