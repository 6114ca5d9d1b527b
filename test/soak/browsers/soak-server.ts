import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as passed } from 'node:timers/promises'
import { createRandom, type Random } from '../../setup/random.ts'

/** How a connection ends. */
export const ends = [
  'clean',
  'cut',
  'stalled',
  'unanswered',
  'unavailable',
  'tooMany',
  'expired',
  'left',
] as const
export type End = (typeof ends)[number]

/** So long a connection stays that the client is to leave. */
const LEAVING_LIMIT = 20_000

const FIRST_PORT = 20_000
const PORTS = 10_000

const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, last-event-id',
  'access-control-expose-headers': 'retry-after',
  'access-control-max-age': '600',
}

interface Reader {
  deck: End[]
  /** Where the client was when its last token expired. */
  expiredAt: number
  /** The one that is good. */
  token: string
}

/** A server whose connections end in all ways, one after the other, whose tokens expire, and which is redeployed now and then. */
export class SoakServer {
  readonly counts: Partial<Record<End | 'redeployed' | 'requests', number>> = {}
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #readers = new Map<string, Reader>()
  readonly #random: Random
  #tokens = 0
  #port = 0
  #isUp = false

  constructor(seed: number) {
    this.#random = createRandom(seed)
    this.#server = createServer({ keepAliveTimeout: 5000 }, (request, response) => {
      void this.#answer(request, response)
    })
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
      socket.on('error', () => {})
    })
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  get sockets(): number {
    return this.#sockets.size
  }

  async start(): Promise<void> {
    // Not one of those that the system gives to who asks for any, as someone else would have it by the time of coming back.
    let port = this.#port || FIRST_PORT + this.#random(PORTS)
    while (!(await this.#listen(port))) {
      await passed(50)
      if (this.#port === 0) port = FIRST_PORT + this.#random(PORTS)
    }
    this.#port = port
    this.#isUp = true
  }

  /** Closes all connections and the listener, and comes back with the same log. */
  async redeploy(milliseconds: number): Promise<void> {
    await this.stop()
    this.#count('redeployed')
    await passed(milliseconds)
    await this.start()
  }

  stop(): Promise<void> {
    if (!this.#isUp) return Promise.resolve()
    this.#isUp = false
    return new Promise((resolve) => {
      this.#server.close(() => resolve())
      for (const socket of this.#sockets) socket.resetAndDestroy()
    })
  }

  closeIdle(): void {
    this.#server.closeIdleConnections()
  }

  #listen(port: number): Promise<boolean> {
    const server = this.#server
    return new Promise((resolve) => {
      const settle = (isListening: boolean) => {
        server.off('error', onError).off('listening', onListening)
        resolve(isListening)
      }
      const onError = () => settle(false)
      const onListening = () => settle(true)
      server.once('error', onError).once('listening', onListening).listen(port, '127.0.0.1')
    })
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(cors)) response.setHeader(name, value)
    response.setHeader('cache-control', 'no-store')
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end()
      return
    }
    const { pathname } = new URL(request.url!, this.origin)
    const [, route, name = ''] = pathname.split('/')
    const reader = this.#reader(name)
    if (route === 'token') {
      response.end((reader.token = `${name}-${++this.#tokens}`))
      return
    }
    this.#count('requests')
    if (reader.token === '' || request.headers.authorization !== `Bearer ${reader.token}`) {
      response.writeHead(401).end()
      return
    }
    const from = Number(request.headers['last-event-id'] ?? 0)
    const end = next(reader, from, this.#random)
    this.#count(end)
    await this.#end(end, reader, from, response)
  }

  async #end(end: End, reader: Reader, from: number, response: ServerResponse): Promise<void> {
    switch (end) {
      case 'unanswered':
        return
      case 'unavailable':
        response.writeHead(503, { 'retry-after': '1' }).end('away')
        return
      case 'tooMany':
        response.writeHead(429, { 'retry-after': '1' }).end('too many')
        return
      case 'expired':
        reader.token = ''
        response.writeHead(401).end('expired')
        return
      default:
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const count = 1 + this.#random(4)
    for (let number = from + 1; number <= from + count && !response.destroyed; number++) {
      response.write(`id: ${number}\ndata: ${number} ${'x'.repeat(number % 200)}\n\n`)
      await passed(20 + this.#random(100))
    }
    if (end === 'clean') response.end()
    else if (end === 'cut')
      response.write(`id: ${from + count + 1}\ndata: ${from + count + 1}`, () =>
        response.socket?.resetAndDestroy(),
      )
    else if (end === 'left') {
      const timer = setTimeout(() => response.end(), LEAVING_LIMIT)
      const heartbeat = setInterval(() => response.write(':\n'), 1000)
      response.once('close', () => {
        clearTimeout(timer)
        clearInterval(heartbeat)
      })
      response.write('event: leave\ndata\n\n')
    }
  }

  #reader(name: string): Reader {
    let reader = this.#readers.get(name)
    if (!reader) this.#readers.set(name, (reader = { deck: [], expiredAt: 0, token: '' }))
    return reader
  }

  #count(what: End | 'redeployed' | 'requests'): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1
  }
}

/** Each end comes once before one of them comes again. */
function next(reader: Reader, from: number, random: Random): End {
  const { deck } = reader
  if (deck.length === 0) {
    const left = [...ends]
    while (left.length > 0) deck.push(...left.splice(random(left.length), 1))
  }
  const end = deck.pop()!
  if (end !== 'expired') return end
  // A token has to have been of use: a second 401 in a row would be one too many.
  if (from <= reader.expiredAt) {
    deck.unshift(end)
    return 'clean'
  }
  reader.expiredAt = from
  return end
}
