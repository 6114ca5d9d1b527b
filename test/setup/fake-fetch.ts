import { onTestFinished } from 'vitest'
import {
  FetchEventSource,
  type FetchEventSourceInit,
  type FetchLikeInit,
  type SourceErrorEvent,
} from '../../src/index.ts'
import { createTestStream, type TestStream } from '../../src/testing.ts'

/** One request that a source has made, for the test to answer. */
export class Exchange {
  readonly url: string
  readonly init: FetchLikeInit
  readonly #stream: TestStream
  readonly #lose: (error: unknown) => void

  constructor(
    url: string,
    init: FetchLikeInit,
    stream: TestStream,
    lose: (error: unknown) => void,
  ) {
    this.url = url
    this.init = init
    this.#stream = stream
    this.#lose = lose
  }

  get lastEventId(): string | undefined {
    return this.init.headers['last-event-id']
  }

  get isAborted(): boolean {
    return this.init.signal.aborted
  }

  /** Answers with an event stream, which begins with `text`. */
  open(text = ''): this {
    this.#stream.respond()
    return this.send(text)
  }

  send(text: string): this {
    if (text !== '') void this.#stream.sendBytes(text)
    return this
  }

  end(): void {
    this.#stream.end()
  }

  /** Loses the connection, or refuses it; before there was an answer, with an error of the test's own if there is one. */
  fail(error?: unknown): void {
    if (error !== undefined) this.#lose(error)
    this.#stream.drop()
  }

  refuse(status: number, headers: Record<string, string> = {}): void {
    // With a body, 200 is no event stream either.
    this.#stream.respond(status, headers, status === 200 ? '' : undefined)
  }
}

/** A `fetch` that a test answers by hand, request by request: for what a source makes of it, not for how bytes travel. */
export class FakeServer {
  readonly exchanges: Exchange[] = []
  readonly #stream = createTestStream()
  readonly #waiting: ((exchange: Exchange) => void)[] = []
  #taken = 0

  readonly fetch = (url: string, init: FetchLikeInit): Promise<Response> => {
    const { promise: lost, reject } = Promise.withResolvers<never>()
    const answer = Promise.race([lost, this.#stream.fetch(url, init)])
    const exchange = new Exchange(url, init, this.#stream, reject)
    this.exchanges.push(exchange)
    this.#waiting.shift()?.(exchange)
    return answer
  }

  /** The next request, when it comes. */
  next(): Promise<Exchange> {
    const exchange = this.exchanges[this.#taken++]
    return exchange
      ? Promise.resolve(exchange)
      : new Promise((resolve) => this.#waiting.push(resolve))
  }
}

/** A source that talks to a fake server, and is closed with the test. */
export function openSource(init: FetchEventSourceInit = {}, url = 'https://example.com/events') {
  const server = new FakeServer()
  const source = new FetchEventSource(url, { fetch: server.fetch, ...init })
  onTestFinished(() => source.close())
  return { server, source }
}

/** The next `error` event. */
export function nextError(source: FetchEventSource): Promise<SourceErrorEvent> {
  return new Promise((resolve) => {
    source.addEventListener('error', (event) => event.error && resolve(event), { once: true })
  })
}
