import type { Condition, RecordedRequest, State } from './server/ledger.ts'

export type { RecordedRequest, State } from './server/ledger.ts'

/** What the query tells a route; `stream` is what it sends, one for each request. */
export interface RouteParams {
  stream?: string | string[]
  retryAfter?: string
  body?: 'endless'
  type?: string
  status?: string
  to?: 'other'
  /** The answer to a preflight allows no header. */
  preflight?: 'strict'
  /** For no route, only to be there. */
  from?: string
}

/** The test server, from anywhere that has `fetch`. */
export class TestServerClient {
  readonly #control: string
  readonly #addresses: { main: string; other: string }

  private constructor(control: string, addresses: { main: string; other: string }) {
    this.#control = control
    this.#addresses = addresses
  }

  static async connect(url: string): Promise<TestServerClient> {
    const response = await fetch(`${url}/control/addresses`)
    return new TestServerClient(url, (await response.json()) as { main: string; other: string })
  }

  get origin(): string {
    return this.#addresses.main
  }

  get otherOrigin(): string {
    return this.#addresses.other
  }

  /** A place at the server of one's own. */
  endpoint(): Endpoint {
    return new Endpoint(this.#control, this.#addresses.main)
  }
}

/** One key at the server: what is sent to it, and what its streams do. */
export class Endpoint {
  readonly key: string = crypto.randomUUID()
  readonly origin: string
  readonly #control: string

  constructor(control: string, origin: string) {
    this.#control = control
    this.origin = origin
  }

  /** The URL of a route, or of a sequence of them: one for each request, the last for all that follow. */
  url(route: string, params: RouteParams = {}, origin: string = this.origin): string {
    const query = new URLSearchParams({ key: this.key })
    for (const [name, value] of Object.entries(params) as [string, string | string[]][]) {
      for (const one of [value].flat()) query.append(name, one)
    }
    return `${origin}/${route}?${query}`
  }

  /** What came so far. */
  state(): Promise<State> {
    return this.until({})
  }

  /** What came, once that condition holds; throws if it does not in good time. */
  async until(condition: Condition): Promise<State> {
    const query = new URLSearchParams({ key: this.key, until: JSON.stringify(condition) })
    const { inTime, state } = await this.#ask<{ inTime: boolean; state: State }>(`state?${query}`)
    if (inTime) return state
    throw new Error(`Waited in vain for ${JSON.stringify(condition)}: ${JSON.stringify(state)}`)
  }

  /** The request with that number, from 1, once it came. */
  async request(number: number): Promise<RecordedRequest> {
    const { requests } = await this.until({ requests: number })
    return requests[number - 1]!
  }

  /** Sends over the open stream; resolves when the server's system has it. */
  write(text: string | Uint8Array<ArrayBuffer>): Promise<void> {
    return this.#act('write', text)
  }

  /** Ends the open stream in good order. */
  end(): Promise<void> {
    return this.#act('end')
  }

  /** Closes the open connection in mid-chunk, in good order. */
  fin(): Promise<void> {
    return this.#act('fin')
  }

  /** Resets the open connection in mid-chunk. */
  cut(): Promise<void> {
    return this.#act('cut')
  }

  /** Resets the open connection. */
  reset(): Promise<void> {
    return this.#act('reset')
  }

  /** An origin where nothing listens until `listen()`. */
  reserve(): Promise<string> {
    return this.#ask(`reserve?key=${this.key}`)
  }

  async listen(): Promise<void> {
    await this.#ask(`listen?key=${this.key}`)
  }

  async #act(action: string, body?: string | Uint8Array<ArrayBuffer>): Promise<void> {
    const { inTime } = await this.#ask<{ inTime: boolean }>(`${action}?key=${this.key}`, body)
    if (!inTime) throw new Error(`There was no open stream to ${action}`)
  }

  async #ask<Answer>(path: string, body?: string | Uint8Array<ArrayBuffer>): Promise<Answer> {
    const init = body === undefined ? {} : { method: 'POST', body: new Blob([body]) }
    const response = await fetch(`${this.#control}/control/${path}`, { cache: 'no-store', ...init })
    return (await response.json()) as Answer
  }
}

/** All values that a request has for a header; each character is one byte. */
export function headerBytes({ headers }: RecordedRequest, name: string): string[] {
  return headers.flatMap(([key, value]) => (key.toLowerCase() === name ? [value] : []))
}
