import type { IncomingMessage, ServerResponse } from 'node:http'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
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

/** With a folder it serves the site that is built there, and `/feed` is what it says nothing to by itself. */
export async function startUpstream(folder?: string): Promise<Upstream> {
  const connections: UpstreamConnection[] = []
  const waiting: ((connection: UpstreamConnection) => void)[] = []
  let count = 0
  const origin = await listen((request, response) => {
    const { pathname } = new URL(request.url!, 'http://127.0.0.1')
    if (folder !== undefined && pathname !== '/feed') {
      const file = join(folder, pathname === '/' ? 'index.html' : pathname)
      const type = file.endsWith('.html') ? 'text/html' : 'text/javascript'
      response.writeHead(200, { 'content-type': type })
      createReadStream(file).pipe(response)
      return
    }
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
