import { TestConnection, type TestRequest, type TestServer } from './test-connection.ts'

/** A server in place of `fetch`, that a test plays. */
export interface TestStream extends TestServer {
  /** What a source takes as its `fetch`. */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>
  /** What was requested so far. */
  readonly requests: readonly TestRequest[]
  /** The connection of the request with that number, from 1, once it was sent. */
  connection(number: number): Promise<TestConnection>
}

/**
 * Makes a server in place of `fetch`: hand its `fetch` to a source, and say what the server does.
 *
 * `send`, `end` and the others act on the connection that is open; where there is none, on the next one, in the order of the
 * calls. So a test can wait for a request and answer it, or write down beforehand what will happen on all connections. A
 * request is not answered before that says so. There are no timers here: fake ones work.
 *
 * @example
 * ```ts
 * const stream = createTestStream()
 * const source = new FetchEventSource('https://example.com/feed', { fetch: stream.fetch })
 * await stream.send({ lastEventId: '1', data: 'first' })
 * stream.drop()
 * source.reconnect()
 * await stream.send('second')
 * stream.requests[1].lastEventId // '1'
 * ```
 */
export function createTestStream(): TestStream {
  const connections: TestConnection[] = []
  const script: ((connection: TestConnection) => void)[] = []
  const waiting: { number: number; resolve: (connection: TestConnection) => void }[] = []

  /** Does so on the open connection, or on the next one. */
  function play(act: (connection: TestConnection) => void): void {
    const current = connections.at(-1)
    if (current && !current.isOver) act(current)
    else script.push(act)
  }

  function playAsync(act: (connection: TestConnection) => Promise<void>): Promise<void> {
    return new Promise((resolve) => play((connection) => resolve(act(connection))))
  }

  return {
    fetch: (input, init = {}) => {
      const connection = new TestConnection(requestOf(input, init), init.signal ?? undefined)
      const number = connections.push(connection)
      while (script.length > 0 && !connection.isOver) script.shift()!(connection)
      for (const one of waiting) if (one.number === number) one.resolve(connection)
      return connection.response
    },
    get requests() {
      return connections.map(({ request }) => request)
    },
    connection(number) {
      const connection = connections[number - 1]
      if (connection) return Promise.resolve(connection)
      return new Promise((resolve) => void waiting.push({ number, resolve }))
    },
    send: (event) => playAsync((connection) => connection.send(event)),
    sendBytes: (bytes, options) => playAsync((connection) => connection.sendBytes(bytes, options)),
    comment: (text) => playAsync((connection) => connection.comment(text)),
    end: () => play((connection) => connection.end()),
    drop: () => play((connection) => connection.drop()),
    stall: () => play((connection) => connection.stall()),
    respond: (status, headers, body) =>
      play((connection) => connection.respond(status, headers, body)),
  }
}

function requestOf(input: string | URL | Request, init: RequestInit) {
  const request = typeof input === 'object' && 'url' in input ? input : undefined
  const headers = Object.fromEntries(new Headers(init.headers ?? request?.headers))
  const bytes = Uint8Array.from(headers['last-event-id'] ?? '', (byte) => byte.charCodeAt(0))
  return {
    url: request?.url ?? String(input),
    method: init.method ?? request?.method ?? 'GET',
    headers,
    body: init.body ?? request?.body ?? null,
    lastEventId: new TextDecoder().decode(bytes),
  }
}
