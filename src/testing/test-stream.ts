import { parseRecording } from '../recording/recording.ts'
import { playAtOnce, playPaced } from './play.ts'
import { TestConnection, type TestRequest, type TestServer } from './test-connection.ts'

/** A server in place of `fetch`, that a test plays. */
export interface TestStream extends TestServer {
  /** What a source takes as its `fetch`. */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>
  /** What was requested so far. */
  readonly requests: readonly TestRequest[]
  /** The connection of the request with that number, from 1, once it was sent. */
  connection(number: number): Promise<TestConnection>
  /**
   * Does what a server did while `millrace --record` looked on: answers, chunks, ends and cuts, a connection for each one
   * recorded. `recording` is the text of the file. Resolves when the last of it was sent.
   *
   * As fast as the client asks, unless there is a `speed`: 1 for the pace of the recording, 10 for ten times that. Then it
   * takes timers, which may be fake.
   *
   * @throws `TypeError` for what is no recording, a damaged one, or one of a version to come.
   *
   * @example
   * ```ts
   * import { readFileSync } from 'node:fs'
   * import { FetchEventSource } from 'millrace'
   * import { createTestStream } from 'millrace/testing'
   *
   * const stream = createTestStream()
   * const played = stream.play(readFileSync('feed.jsonl', 'utf8'))
   * const source = new FetchEventSource('https://example.com/feed', { fetch: stream.fetch })
   * ```
   */
  play(recording: string, options?: { speed?: number }): Promise<void>
}

/**
 * Makes a server in place of `fetch`: hand its `fetch` to a source, and say what the server does.
 *
 * `send`, `end` and the others act on the connection that is open; where there is none, on the next one, in the order of the
 * calls. So a test can wait for a request and answer it, or write down beforehand what will happen on all connections. A
 * request is not answered before that says so. There are no timers here, but for a `play` at a `speed`: fake ones work.
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

  function playAsync<Result>(
    act: (connection: TestConnection) => Promise<Result>,
  ): Promise<Result> {
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
    async play(recording, { speed = Infinity } = {}) {
      const { connections: recorded, damage } = parseRecording(recording)
      if (damage !== undefined) throw new TypeError(`This recording is damaged: ${damage}`)
      if (!(speed > 0)) throw new TypeError(`speed: expected a number above 0, got ${speed}`)
      const last = recorded.at(-1)
      if (speed === Infinity) {
        const played = recorded.map((one) =>
          playAsync((connection) => playAtOnce(connection, one, one === last)),
        )
        await Promise.all(played)
        return
      }
      for (const one of recorded)
        await playAsync((connection) => playPaced(connection, one, one === last, speed))
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
