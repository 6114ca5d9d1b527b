// The server of the tabs: pages with the library in them, and feeds whose connections are counted.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** A client that storms is turned away. */
const MAX_REQUESTS = 2000

/** What a feed was asked for. */
interface FeedRequest {
  lastEventId: string
  headers: IncomingMessage['headers']
  method: string
}

/** One stream of numbered events, to which any number of clients may connect. */
export class Feed {
  readonly url: string
  readonly requests: FeedRequest[] = []
  /** How many connections were open at once, at the most. */
  maxOpen = 0
  hasIDs = true
  /** What it answers with. */
  status = 200
  /** The type of every third event. */
  type = 'named'
  #last = 0
  readonly #open = new Set<ServerResponse>()

  constructor(url: string) {
    this.url = url
  }

  get open(): number {
    return this.#open.size
  }

  /** The number of the last event. */
  get last(): number {
    return this.#last
  }

  get lastEventIds(): string[] {
    return this.requests.map(({ lastEventId }) => lastEventId)
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    const { method = 'GET', headers } = request
    const lastEventId = String(headers['last-event-id'] ?? '')
    if (this.requests.push({ lastEventId, headers, method }) > MAX_REQUESTS || this.status !== 200)
      return void response.writeHead(this.status === 200 ? 508 : this.status).end()
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'set-cookie': 'visit=secret',
      // For a page whose origin is opaque.
      'access-control-allow-origin': '*',
    })
    response.write(': welcome\n\n')
    this.#open.add(response)
    this.maxOpen = Math.max(this.maxOpen, this.open)
    response.once('close', () => this.#open.delete(response))
    if (this.hasIDs && lastEventId !== '') {
      const missed = Array.from({ length: this.#last - Number(lastEventId) }, (_, index) =>
        this.#text(Number(lastEventId) + index + 1),
      )
      response.write(missed.join(''))
    }
  }

  /** Sends so many events, in one write. */
  publish(count = 1): void {
    let text = ''
    while (count-- > 0) text += this.#text(++this.#last)
    this.write(text)
  }

  write(text: string): void {
    for (const response of this.#open) response.write(text)
  }

  /** Breaks all connections. */
  cut(): void {
    for (const response of this.#open) response.destroy()
  }

  #text(number: number): string {
    const type = number % 3 === 0 ? `event: ${this.type}\n` : ''
    return `${type}${this.hasIDs ? `id: ${number}\n` : ''}data: ${number}\n\n`
  }
}

/** Serves pages and feeds on 127.0.0.1, until it is closed. */
export class FeedServer {
  readonly #server = createServer((request, response) => this.#answer(request, response))
  readonly #feeds = new Map<string, Feed>()
  #lastFeed = 0

  private constructor() {
    this.#server.maxConnections = 200
  }

  static async start(): Promise<FeedServer> {
    const server = new FeedServer()
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve))
    return server
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get origin(): string {
    return `http://localhost:${this.port}`
  }

  feed(): Feed {
    const path = `/feeds/${++this.#lastFeed}`
    const feed = new Feed(path)
    this.#feeds.set(path, feed)
    return feed
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url!, this.origin)
    const feed = this.#feeds.get(pathname)
    if (feed) return feed.answer(request, response)
    const script = scripts[pathname]
    if (script) {
      response.writeHead(200, { 'content-type': 'text/javascript' })
      return void script().then((text) => response.end(text))
    }
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end(pathname === '/frame' ? frame(searchParams) : page)
  }
}

/** What the pages load, each built when it is first asked for. */
const scripts: Record<string, () => Promise<string>> = {
  '/page.js': onceBuilt('page.ts'),
  '/components.js': onceBuilt('frameworks-page.tsx'),
}

function onceBuilt(entry: string): () => Promise<string> {
  let built: Promise<string> | undefined
  const run = async () => {
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
      bundle: true,
      write: false,
      format: 'iife',
      target: 'es2022',
      jsx: 'automatic',
      logLevel: 'warning',
      // React mounts twice under StrictMode in development only; and what Vue wants its bundler to say.
      define: {
        'process.env.NODE_ENV': '"development"',
        __VUE_OPTIONS_API__: 'true',
        __VUE_PROD_DEVTOOLS__: 'false',
        __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
      },
    })
    return outputFiles[0]!.text
  }
  return () => (built ??= run())
}

const page =
  '<!doctype html><title>tab</title><link rel="icon" href="data:,"><script src="/page.js"></script>'

/** A page with another one in a frame. */
function frame(params: URLSearchParams): string {
  const sandbox = params.has('sandbox') ? `sandbox="${params.get('sandbox')}"` : ''
  return `<!doctype html><title>frame</title><link rel="icon" href="data:,"><iframe ${sandbox} src="${params.get('src')}"></iframe>`
}
