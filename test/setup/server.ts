// The server that the faces are tested against, wherever the tests run: real sockets, and connections that really break.
// `node test/setup/server.ts` prints its address, for runtimes that cannot start it themselves.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { control, type Controlled } from './server/control.ts'
import { Exchange } from './server/exchange.ts'
import { Ledger } from './server/ledger.ts'
import { routeNamed } from './server/routes.ts'

/** A test server that runs. */
export interface TestServer {
  /** Where to ask it for everything else. */
  url: string
  close(): Promise<void>
}

/** Without a request for so long, it stops by itself. */
const IDLE_LIMIT = 60_000
const MAX_CONNECTIONS = 200
const MAX_BODY = 1024 * 1024

/** Starts a server on 127.0.0.1 with two origins for the routes, and one to control it by. */
export async function startServer(): Promise<TestServer> {
  const ledgers = new Map<string, Ledger>()
  const servers = new Map<string, Server>()
  const idle = setTimeout(close, IDLE_LIMIT)
  idle.unref()

  const controlled: Controlled = {
    addresses: {
      main: await listen('main'),
      other: await listen('other'),
      control: await listen('control'),
    },
    ledger,
    async reserve(key) {
      const url = await listen(key)
      await closeServer(servers.get(key)!)
      return url
    },
    async listen(key) {
      const server = servers.get(key)!
      await new Promise<void>((resolve) => server.listen(portOf.get(server), '127.0.0.1', resolve))
    },
  }
  return { url: controlled.addresses.control, close }

  function ledger(key: string): Ledger {
    if (!ledgers.has(key)) ledgers.set(key, new Ledger())
    return ledgers.get(key)!
  }

  async function listen(name: string): Promise<string> {
    // What a route sends is in the query.
    const server = createServer({ maxHeaderSize: 64 * 1024 }, (request, response) => {
      idle.refresh()
      answer(request, response, name).catch(() => response.destroy())
    })
    server.maxConnections = MAX_CONNECTIONS
    servers.set(name, server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    portOf.set(server, port)
    return `http://127.0.0.1:${port}`
  }

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    listener: string,
  ): Promise<void> {
    const { pathname, searchParams: params } = new URL(request.url!, 'http://localhost')
    if (request.headers['access-control-request-method'] !== undefined) {
      ledger(params.get('key') ?? '').state.preflights++
      const { 'access-control-allow-headers': _, ...strict } = corsHeaders(request)
      const isStrict = params.get('preflight') === 'strict'
      response.writeHead(204, isStrict ? strict : corsHeaders(request)).end()
      return
    }
    if (pathname.startsWith('/control/')) {
      const result = await control(controlled, request, await bodyOf(request))
      response.writeHead(result === undefined ? 404 : 200, {
        ...corsHeaders(request),
        'content-type': 'application/json',
      })
      response.end(result)
      return
    }
    await play(request, response, listener, pathname.slice(1).split(','), params)
  }

  async function play(
    request: IncomingMessage,
    response: ServerResponse,
    listener: string,
    names: string[],
    params: URLSearchParams,
  ): Promise<void> {
    const owner = ledger(params.get('key') ?? '')
    const exchange = new Exchange(request, response, listener, owner)
    if (!owner.enter(exchange)) return exchange.reset()
    try {
      exchange.record.body = (await bodyOf(request)).toString('latin1')
    } catch {
      return exchange.reset()
    }
    const index = await owner.record(exchange)
    const route = routeNamed(names[Math.min(index, names.length - 1)]!)
    if (!route) return void response.writeHead(404, corsHeaders(request)).end('No such route')
    await route({
      exchange,
      params,
      stream: params.getAll('stream')[index] ?? '',
      cors: corsHeaders(request),
      redirectTarget: (to) =>
        controlled.addresses[to === 'other' ? 'other' : 'main'] + request.url!,
    })
  }

  async function close(): Promise<void> {
    clearTimeout(idle)
    await Promise.all(Array.from(servers.values(), closeServer))
  }
}

const portOf = new WeakMap<Server, number>()

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

function corsHeaders({ headers }: IncomingMessage): Record<string, string> {
  const { origin } = headers
  if (origin === undefined) return {}
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': headers['access-control-request-method'] ?? 'GET',
    'access-control-allow-headers': headers['access-control-request-headers'] ?? '',
    'access-control-expose-headers': 'retry-after',
    vary: 'origin',
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY) throw new RangeError(`A body over ${MAX_BODY} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

if (import.meta.main) console.log((await startServer()).url)
