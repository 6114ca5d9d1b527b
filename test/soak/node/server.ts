// A server in a process of its own, whose log has an event for every number. How a connection ends is in the path; what it is
// told to do comes by message.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { answerTo } from './answers.ts'

const FIRST_PORT = 20_000
const PORTS = 10_000

// Not one of those that the system gives to who asks for any, as someone else would have it by the time of coming back.
let port = 0
const sockets = new Set<Socket>()
/** Streams that go on, and requests that get no answer. */
const open = new Set<ServerResponse>()
const unanswered = new Set<ServerResponse>()

function keep(kept: Set<ServerResponse>, response: ServerResponse): void {
  kept.add(response)
  response.once('close', () => kept.delete(response))
}

const server = createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
  const { status = 200, headers, text, ending } = answerTo(request.url!, request.headers)
  if (ending === 'silence') {
    keep(unanswered, response)
    return tell()
  }
  response.writeHead(status, headers)
  if (ending === 'end') response.end(text)
  else if (ending === 'cut') response.write(text, () => response.socket!.resetAndDestroy())
  else {
    response.write(text)
    keep(open, response)
  }
})
server.on('connection', (socket) => {
  sockets.add(socket)
  socket.once('close', () => sockets.delete(socket))
  socket.on('error', () => {})
})

/** Resolves once it listens: someone else may have the port for a moment. */
function listen(): Promise<void> {
  return new Promise((resolve) => {
    const begin = () => {
      const tried = port || FIRST_PORT + Math.floor(Math.random() * PORTS)
      server.listen({ port: tried, host: '127.0.0.1', backlog: 4096 })
    }
    const again = () => setTimeout(begin, 20)
    server.on('error', again).once('listening', () => {
      server.off('error', again)
      ;({ port } = server.address() as AddressInfo)
      resolve()
    })
    begin()
  })
}

let tell = () => {}

const orders: Record<string, (count: number) => unknown> = {
  listen: async () => {
    await listen()
    return port
  },
  /** Goes away: no connection is left, and no listener. */
  down: () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.resetAndDestroy()
    }),
  /** Ends all streams in good order. */
  end() {
    for (const response of open) response.end()
  },
  /** Resolves when so many requests wait for an answer. */
  unanswered: (count) =>
    new Promise<void>((resolve) => {
      tell = () => {
        if (unanswered.size >= count) resolve()
      }
      tell()
    }),
  /** How many sockets there are, but for the idle ones. */
  sockets() {
    server.closeIdleConnections()
    return sockets.size
  },
}

process.on(
  'message',
  async ({ id, order, count }: { id: number; order: string; count: number }) => {
    process.send!({ id, value: await orders[order]!(count) })
  },
)
process.on('disconnect', () => process.exit())
