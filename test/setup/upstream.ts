import type { IncomingMessage, ServerResponse } from 'node:http'
import { once } from 'node:events'
import { eventStream, listen } from './listen.ts'

/** A connection that a test plays the server on. */
export interface UpstreamConnection {
  request: IncomingMessage
  /** Not answered yet: `send` does. */
  response: ServerResponse
  send(text: string): void
  /** Resolves when the other side has closed it. */
  closed: Promise<unknown>
}

/** A server on 127.0.0.1 that says nothing by itself. */
export interface Upstream {
  origin: string
  /** The next connection that was not taken yet. */
  next(): Promise<UpstreamConnection>
  /** How many there were. */
  readonly count: number
}

export async function startUpstream(): Promise<Upstream> {
  const connections: UpstreamConnection[] = []
  const waiting: ((connection: UpstreamConnection) => void)[] = []
  let count = 0
  const origin = await listen((request, response) => {
    count++
    const connection: UpstreamConnection = {
      request,
      response,
      send(text) {
        if (!response.headersSent) response.writeHead(200, eventStream)
        response.write(text)
      },
      closed: once(response, 'close'),
    }
    const taker = waiting.shift()
    if (taker) taker(connection)
    else connections.push(connection)
  })
  return {
    origin,
    next() {
      const connection = connections.shift()
      if (connection) return Promise.resolve(connection)
      return new Promise((resolve) => waiting.push(resolve))
    },
    get count() {
      return count
    },
  }
}
