import type { Endpoint, RouteParams, TestServerClient } from '../../setup/client.ts'

/** The interface of the standard, of the runtime's own class or of this package's. */
export type EventSourceClass = typeof EventSource

/** A behaviour that the standard asks of an `EventSource`; run with the native class too, where there is one. */
export interface StandardCase {
  name: string
  run(context: StandardContext): Promise<void>
}

/** Longer than anything takes. */
const MAX_WAIT = 8_000

/** One event as it was seen, and the state that the source was in. */
export interface Seen {
  type: string
  data?: unknown
  lastEventId?: string
  readyState: number
}

/** A source under watch. */
export class Watched {
  readonly endpoint: Endpoint
  readonly source: EventSource
  readonly seen: Seen[] = []
  #wake = () => {}

  constructor(endpoint: Endpoint, source: EventSource, types: string[]) {
    this.endpoint = endpoint
    this.source = source
    for (const type of new Set(['open', 'message', 'error', ...types])) {
      source.addEventListener(type, (event) => {
        const seen: Seen = { type: event.type, readyState: source.readyState }
        if ('lastEventId' in event)
          Object.assign(seen, { data: event.data, lastEventId: event.lastEventId })
        this.seen.push(seen)
        this.#wake()
      })
    }
  }

  /** Resolves once so many events of that type were seen; with them. */
  async until(type: string, count = 1): Promise<Seen[]> {
    const found = () => this.seen.filter((seen) => seen.type === type)
    const tooLate = setTimeout(() => this.#wake(), MAX_WAIT)
    const start = performance.now()
    while (found().length < count) {
      if (performance.now() - start >= MAX_WAIT)
        throw new Error(`Waited in vain for ${count} of '${type}': ${JSON.stringify(this.seen)}`)
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
    clearTimeout(tooLate)
    return found()
  }
}

export class StandardContext {
  readonly Source: EventSourceClass
  readonly server: TestServerClient
  /** Resolves when a source has read its stream to the end, which its `error` event tells; other clients may tell it otherwise. */
  readonly ended: (watched: Watched) => Promise<unknown>
  readonly #opened: EventSource[] = []

  constructor(
    Source: EventSourceClass,
    server: TestServerClient,
    ended: StandardContext['ended'] = (watched) => watched.until('error'),
  ) {
    this.Source = Source
    this.server = server
    this.ended = ended
  }

  /** A source at a route of the server, with no option but the standard's. */
  open(
    route: string,
    params: RouteParams = {},
    types: string[] = [],
    init?: EventSourceInit,
  ): Watched {
    const endpoint = this.server.endpoint()
    const source = this.make(endpoint.url(route, params), init)
    return new Watched(endpoint, source, types)
  }

  make(url: string | URL, init?: EventSourceInit): EventSource {
    const source = new this.Source(url, init)
    this.#opened.push(source)
    return source
  }

  cleanUp(): void {
    for (const source of this.#opened) source.close()
  }
}
