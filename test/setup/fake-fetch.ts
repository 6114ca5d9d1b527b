import { onTestFinished } from 'vitest'
import {
  FetchEventSource,
  type FetchEventSourceInit,
  type FetchLikeInit,
  type SourceErrorEvent,
} from '../../src/index.ts'

/** One request that a source has made, for the test to answer. */
export class Exchange {
  readonly url: string
  readonly init: FetchLikeInit
  readonly response: Promise<Response>
  #answer!: (response: Response) => void
  #fail!: (error: unknown) => void
  #body: ReadableStreamDefaultController<Uint8Array> | undefined

  constructor(url: string, init: FetchLikeInit) {
    this.url = url
    this.init = init
    this.response = new Promise((resolve, reject) => {
      this.#answer = resolve
      this.#fail = reject
    })
    init.signal.addEventListener('abort', () => this.fail(init.signal.reason))
  }

  get lastEventId(): string | undefined {
    return this.init.headers['last-event-id']
  }

  get isAborted(): boolean {
    return this.init.signal.aborted
  }

  /** Answers with an event stream, which begins with `text`. */
  open(text = ''): this {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => void (this.#body = controller),
    })
    this.#answer(new Response(body, { headers: { 'content-type': 'text/event-stream' } }))
    return this.send(text)
  }

  send(text: string): this {
    if (text !== '') this.#body!.enqueue(new TextEncoder().encode(text))
    return this
  }

  end(): void {
    this.#body!.close()
  }

  /** Loses the connection, or refuses it. */
  fail(error: unknown = new TypeError('terminated')): void {
    this.#fail(error)
    this.#body?.error(error)
  }

  refuse(status: number, headers: Record<string, string> = {}): void {
    this.#answer(new Response(null, { status, headers }))
  }
}

/** A `fetch` that a test answers by hand: for what a source makes of it, not for how bytes travel. */
export class FakeServer {
  readonly exchanges: Exchange[] = []
  readonly #waiting: ((exchange: Exchange) => void)[] = []
  #taken = 0

  readonly fetch = (url: string, init: FetchLikeInit): Promise<Response> => {
    const exchange = new Exchange(url, init)
    this.exchanges.push(exchange)
    this.#waiting.shift()?.(exchange)
    return exchange.response
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
  return new Promise((resolve) => source.addEventListener('error', resolve, { once: true }))
}
