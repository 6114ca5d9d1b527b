import type { EventSourceMessage } from '../../src/fetch-event-source.ts'
import type { Endpoint, RouteParams, TestServerClient } from '../setup/client.ts'
import type { FetchEventSource } from './behaviour.ts'
import { makePage, removePage, showPage } from './page.ts'

type Init = Parameters<FetchEventSource>[1]

/** Longer than anything takes: the original comes back after a second. */
const MAX_WAIT = 6_000

/** One call of the function, under watch. */
export class Run {
  readonly endpoint: Endpoint
  readonly messages: EventSourceMessage[] = []
  readonly errors: unknown[] = []
  /** How often `onclose` was called. */
  closes = 0
  /** How the promise was settled. */
  outcome: { resolved: true } | { rejected: unknown } | undefined
  readonly controller = new AbortController()
  readonly fetchEventSource: FetchEventSource
  readonly #server: TestServerClient
  #isOver = false
  #wake = () => {}

  constructor(fetchEventSource: FetchEventSource, server: TestServerClient) {
    this.fetchEventSource = fetchEventSource
    this.#server = server
    this.endpoint = server.endpoint()
  }

  /** Calls it, with a route of the server; it stays connected in a hidden page, unless `init` says otherwise. */
  start(route: string, params: RouteParams = {}, init: Init = {}): this {
    return this.open(this.endpoint.url(route, params), init)
  }

  open(url: string, { onmessage, onclose, onerror, ...init }: Init = {}): this {
    const watched: Init = {
      openWhenHidden: true,
      signal: this.controller.signal,
      ...init,
      onmessage: (message) => {
        this.messages.push(message)
        this.#wake()
        onmessage?.(message)
      },
      onclose: () => {
        this.closes++
        this.#wake()
        return onclose?.()
      },
    }
    // Without one, all that goes wrong is left to the package.
    if (onerror) {
      watched.onerror = (error) => {
        // What goes on after the test must not.
        if (this.#isOver) throw error
        this.errors.push(error)
        this.#wake()
        return onerror(error)
      }
    }
    void this.fetchEventSource(url, watched)
      .then(
        () => (this.outcome = { resolved: true }),
        (rejected: unknown) => (this.outcome = { rejected }),
      )
      .then(() => this.#wake())
    return this
  }

  get data(): string {
    return this.messages.map(({ data }) => JSON.stringify(data)).join(', ') || 'nothing'
  }

  /** "resolves", or "rejects". */
  async settled(): Promise<string> {
    await this.until('the end', () => this.outcome !== undefined)
    return 'resolved' in this.outcome! ? 'resolves' : 'rejects'
  }

  /** Whether so many requests came before it was settled. */
  async asks(count: number): Promise<boolean> {
    const asked = this.endpoint.until({ requests: count })
    const isAsked = await Promise.race([
      asked.then(
        () => true,
        () => false,
      ),
      this.until('the end', () => this.outcome !== undefined).then(
        () => false,
        () => false,
      ),
    ])
    if (isAsked) return true
    return (await this.endpoint.state()).requests.length >= count
  }

  /** Whether its connection is closed, in good time. */
  closesConnection(): Promise<boolean> {
    return this.endpoint.until({ open: 0 }).then(
      () => true,
      () => false,
    )
  }

  /** Resolves when a request that was due in so many milliseconds has come: what was due before has, too. */
  async wait(milliseconds: number): Promise<void> {
    const other = new Run(this.fetchEventSource, this.#server)
    other.start('hang-up,events', {}, { onerror: () => milliseconds })
    await other.endpoint.until({ requests: 2 })
    other.end()
  }

  /** Does it where there is no page, as in Node. */
  async withoutPage<Result>(work: () => Promise<Result>): Promise<Result> {
    removePage()
    try {
      return await work()
    } finally {
      makePage()
    }
  }

  /** Resolves once it holds, asked whenever a callback was called. */
  async until(what: string, holds: () => boolean): Promise<void> {
    const { promise: late, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => reject(new Error(`Waited in vain for ${what}`)), MAX_WAIT)
    late.catch(() => {})
    try {
      while (!holds()) {
        const changed = new Promise<void>((resolve) => {
          const before = this.#wake
          this.#wake = () => {
            before()
            resolve()
          }
        })
        await Promise.race([changed, late])
      }
    } finally {
      clearTimeout(timer)
    }
  }

  end(): void {
    this.#isOver = true
    this.controller.abort()
    showPage()
    this.#wake()
  }
}
