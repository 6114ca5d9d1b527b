import type { EventStream, FetchEventSourceInit, TraceRecord } from '../../src/index.ts'
import type { Endpoint, RouteParams, TestServerClient } from '../setup/client.ts'
import { LoopProbe, type Probe, SourceProbe } from './probe.ts'

/** What the cases are run with: the sources, or the package as it was built. */
export type Millrace = typeof import('../../src/index.ts')

/** Catches what the platform reports as uncaught. */
export interface UncaughtErrors {
  /** The next ones, once they came; who takes them expected them. */
  take(count: number): Promise<unknown[]>
  /** Those that no one took. */
  readonly errors: readonly unknown[]
  stop(): void
}

/** Connects a face to a route of the server, and watches it; it comes back after a millisecond, unless `init` says otherwise. */
export type Connect = (route: string, params?: RouteParams, init?: FetchEventSourceInit) => Probe

/** What a case has to work with; whatever it opens is closed after it, and checked. */
export class CaseContext {
  readonly millrace: Millrace
  readonly server: TestServerClient
  readonly uncaught: UncaughtErrors
  readonly probes: Probe[] = []
  readonly endpoints: Endpoint[] = []
  readonly #cleanups: (() => void)[] = []

  constructor(millrace: Millrace, server: TestServerClient, uncaught: UncaughtErrors) {
    this.millrace = millrace
    this.server = server
    this.uncaught = uncaught
  }

  /** A place at the server of one's own, for one source. */
  endpoint(): Endpoint {
    const endpoint = this.server.endpoint()
    this.endpoints.push(endpoint)
    return endpoint
  }

  /** Watches a `FetchEventSource`, its events of these types too. */
  connectSource(
    route: string,
    params: RouteParams = {},
    init: FetchEventSourceInit = {},
    types: string[] = [],
  ): SourceProbe {
    const endpoint = this.endpoint()
    return this.watchSource(endpoint, endpoint.url(route, params), init, types)
  }

  watchSource(
    endpoint: Endpoint,
    url: string,
    init: FetchEventSourceInit = {},
    types: string[] = [],
  ): SourceProbe {
    const { FetchEventSource } = this.millrace
    const make = (trace: Probe['trace']) => new FetchEventSource(url, { ...soon(init), trace })
    return this.#watch(new SourceProbe(endpoint, make, types))
  }

  /** Watches a loop over `fetchEvents`. */
  connectLoop(route: string, params: RouteParams = {}, init: FetchEventSourceInit = {}): LoopProbe {
    const endpoint = this.endpoint()
    return this.watchLoop(endpoint, endpoint.url(route, params), init)
  }

  watchLoop(endpoint: Endpoint, url: string, init: FetchEventSourceInit = {}): LoopProbe {
    const make = (trace: Probe['trace']) => this.#open(url, { ...init, trace })
    return this.#watch(new LoopProbe(endpoint, make))
  }

  /** What `fetchEvents` returns, for the case to iterate itself. */
  stream(
    route: string,
    params: RouteParams = {},
    init: FetchEventSourceInit = {},
  ): { endpoint: Endpoint; stream: EventStream; records: TraceRecord[] } {
    const endpoint = this.endpoint()
    const records: TraceRecord[] = []
    const trace = (record: TraceRecord) => void records.push(record)
    const stream = this.#open(endpoint.url(route, params), { ...init, trace })
    this.afterwards(() => stream.close())
    return { endpoint, stream, records }
  }

  /** A whole connection of another source: what was about to happen has happened then. */
  async roundTrip(): Promise<void> {
    const probe = this.connectSource('events', { stream: 'data: there and back\n\n' })
    await probe.received(1)
    probe.close()
  }

  /** Something to undo after the case, whatever becomes of it. */
  afterwards(cleanup: () => void): void {
    this.#cleanups.push(cleanup)
  }

  cleanUp(): void {
    for (const cleanup of this.#cleanups.splice(0)) cleanup()
  }

  #open(url: string, init: FetchEventSourceInit): EventStream {
    return this.millrace.fetchEvents(url, soon(init))
  }

  #watch<Watched extends Probe>(probe: Watched): Watched {
    this.probes.push(probe)
    this.afterwards(() => probe.close())
    return probe
  }
}

/** Comes back after a millisecond, without backing off, as there is no room for it. */
function soon(init: FetchEventSourceInit): FetchEventSourceInit {
  const { reconnect } = init
  return { ...init, reconnect: reconnect !== false && { delay: 1, maxDelay: 1, ...reconnect } }
}
