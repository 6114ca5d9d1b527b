import { createServer, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A server that says whatever it is told, byte by byte. */
export interface RawServer {
  origin: string
  /** The heads of the requests that came. */
  heads: string[]
  /** Resolves when the connection with that number, from 0, is closed. */
  closed(number: number): Promise<void>
}

/** What a hostile server does with a request: the socket, and the number of the request, from 0. */
export type Deed = (socket: Socket, number: number) => unknown

/** Serves one request a connection, until the test is over. */
export async function serveRaw(deed: Deed): Promise<RawServer> {
  const heads: string[] = []
  const closings: PromiseWithResolvers<void>[] = []
  const closing = (number: number) => (closings[number] ??= Promise.withResolvers())
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => {
    let head = ''
    sockets.add(socket)
    // What becomes of a socket is told by its end.
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      if (head.endsWith('\r\n\r\n')) return
      head += chunk.toString('latin1')
      if (!head.endsWith('\r\n\r\n')) return
      const number = heads.push(head) - 1
      socket.once('close', () => closing(number).resolve())
      void deed(socket, number)
    })
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise<void>((resolve) => void server.close(() => resolve()))
  })
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    heads,
    closed: (number) => closing(number).promise,
  }
}

/** A client that takes that much is not bounded at all. */
const FLOOD = 512 * 2 ** 20

/** Sends the same over and over, as fast as the client takes it, until the client leaves. Resolves with the bytes that went. */
export async function flood(socket: Socket, piece: string | Uint8Array): Promise<number> {
  const closed = new Promise((resolve) => socket.once('close', resolve))
  while (!socket.destroyed && socket.bytesWritten < FLOOD) {
    if (!socket.write(piece))
      await Promise.race([closed, new Promise((resolve) => socket.once('drain', resolve))])
  }
  return socket.bytesWritten
}

/** The head of an event stream that ends with the connection. */
export function streamHead(headers = ''): string {
  return `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n${headers}\r\n`
}

/** A whole response without a body. */
export function answer(status: string, headers = ''): string {
  return `HTTP/1.1 ${status}\r\ncontent-length: 0\r\nconnection: close\r\n${headers}\r\n`
}
