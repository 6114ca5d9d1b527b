import type { EventSourceClass } from '../runtimes/standard/standard-case.ts'
import { type Connect, sourceOver } from './adapter.ts'

export type Place = 'Node' | 'Chromium' | 'Deno'

/** A client of event streams, and how its README says it is used in place of `EventSource`. */
export interface Peer {
  name: string
  /** What to import; nothing: it is there already. */
  package?: string
  /** Where it says that it runs, of the places that are tried. */
  places: Place[]
  /** Its interface is its own, by choice: the cases on the interface of `EventSource` are not for it. */
  hasOwnInterface?: true
  /** It fires no `error` event when the stream ends. */
  tellsNoEnd?: true
  /** Cases that it fails by choice, as far as its README says so. */
  choices?: { cases: RegExp; why: string }[]
  /** The class, of what the package exports. */
  source(module: PeerModule): EventSourceClass
}

/** What a package exports: no types are asked of one that may not be installed. */
export type PeerModule = Record<string, unknown>

const exported = (name: string) => (module: PeerModule) => module[name] as EventSourceClass

/** What has functions in place of events: so much of it as is called here. */
type FetchEventSource = (
  url: string,
  options: {
    signal: AbortSignal
    openWhenHidden?: boolean
    onopen(response: Response): Promise<void>
    onmessage(message: { event: string; data: string; id: string }): void
    onclose(): void
    onerror(error: unknown): void
  },
) => Promise<void>

class FatalError extends Error {}

/** As the second example of its README: what `onclose` throws is what brings it back. */
const overFetchEventSource =
  (fetchEventSource: FetchEventSource): Connect =>
  (url, to) => {
    const controller = new AbortController()
    fetchEventSource(url, {
      signal: controller.signal,
      // As there is no page in Node; in Chromium the page is shown all the time.
      openWhenHidden: true,
      async onopen(response) {
        // As its own check has it; that of its README refuses a charset.
        const type = response.headers.get('content-type')
        if (response.ok && type?.startsWith('text/event-stream')) return to.opened()
        const isFatal = response.status >= 400 && response.status < 500 && response.status !== 429
        throw isFatal ? new FatalError() : new Error('refused')
      },
      onmessage: ({ event, data, id }) => to.message(event || 'message', data, id),
      onclose() {
        throw new Error('ended')
      },
      onerror(error) {
        if (error instanceof FatalError) throw error
        to.lost()
      },
    }).catch(() => to.failed())
    return () => controller.abort()
  }

type CreateEventSource = (options: {
  url: string
  onConnect(): void
  onMessage(message: { event?: string; data: string; id?: string }): void
  onScheduleReconnect(): void
  onDisconnect(): void
}) => { close(): void; readonly readyState: string }

const overEventSourceClient =
  (createEventSource: CreateEventSource): Connect =>
  (url, to) => {
    const client = createEventSource({
      url,
      onConnect: () => to.opened(),
      onMessage: ({ event = 'message', data, id = '' }) => to.message(event, data, id),
      onScheduleReconnect: () => to.lost(),
      onDisconnect() {
        // Told before it is decided whether there will be another connection.
        queueMicrotask(() => {
          if (client.readyState === 'closed') to.failed()
        })
      },
    })
    return () => client.close()
  }

/** The class, with options that are given to each. */
function withOptions(Base: unknown, options: object): EventSourceClass {
  const Class = Base as new (url: string, init: object) => object
  return class extends Class {
    constructor(url: string, init?: object) {
      super(url, { ...options, ...init })
    }
  } as unknown as EventSourceClass
}

export const peers: Peer[] = [
  {
    name: 'millrace',
    package: '../../src/index.ts',
    places: ['Node', 'Chromium'],
    source: exported('FetchEventSource'),
  },
  ...(['eventsource', 'eventsource-4', 'eventsource-3'] as const).map((name): Peer => ({
    name,
    package: name,
    places: ['Node', 'Chromium'],
    source: exported('EventSource'),
  })),
  {
    name: 'eventsource-2',
    package: 'eventsource-2',
    places: ['Node'],
    source: exported('default'),
  },
  {
    name: '@microsoft/fetch-event-source',
    package: '@microsoft/fetch-event-source',
    places: ['Node', 'Chromium'],
    hasOwnInterface: true,
    choices: [
      {
        cases: /^(status: [25]|content type: '(text\/x|app))/,
        why: 'tries again unless told not to',
      },
      { cases: /^format: an ID persists/, why: 'gives the ID of the one message' },
      { cases: /^request: /, why: 'has the cache mode of `fetch`' },
    ],
    source: ({ fetchEventSource }) =>
      sourceOver(overFetchEventSource(fetchEventSource as FetchEventSource)),
  },
  {
    name: 'event-source-polyfill',
    package: 'event-source-polyfill',
    places: ['Chromium'],
    choices: [{ cases: /^reconnection: carries/, why: 'sends the last event ID in the query' }],
    source: exported('EventSourcePolyfill'),
  },
  {
    name: 'reconnecting-eventsource',
    package: 'reconnecting-eventsource',
    places: ['Chromium'],
    choices: [{ cases: /^(status|content type): /, why: 'comes back whatever happens' }],
    source: exported('default'),
  },
  {
    name: 'eventsource-client',
    package: 'eventsource-client',
    places: ['Node', 'Chromium'],
    hasOwnInterface: true,
    choices: [
      { cases: /^status: /, why: 'tries again, whatever the status' },
      { cases: /^format: an ID persists/, why: 'gives the ID of the one message' },
    ],
    source: ({ createEventSource }) =>
      sourceOver(overEventSourceClient(createEventSource as CreateEventSource)),
  },
  {
    name: 'sse.js',
    package: 'sse.js',
    places: ['Chromium'],
    tellsNoEnd: true,
    // It comes back only if it is told to.
    source: ({ SSE }) => withOptions(SSE, { autoReconnect: true, reconnectDelay: 200 }),
  },
  {
    name: 'launchdarkly-eventsource',
    package: 'launchdarkly-eventsource',
    places: ['Node'],
    tellsNoEnd: true,
    choices: [
      { cases: /^status: 50[03]/, why: 'tries again after 500, 502, 503 and 504' },
      { cases: /^reconnection: after the end/, why: 'tells the end by an event `end`' },
    ],
    source: exported('EventSource'),
  },
  {
    name: 'react-native-sse',
    package: 'react-native-sse',
    places: ['Chromium'],
    hasOwnInterface: true,
    tellsNoEnd: true,
    choices: [{ cases: /^status: /, why: 'asks again, whatever the status' }],
    source({ default: ReactNativeSource }) {
      const options = { pollingInterval: 200, timeoutBeforeConnection: 0 }
      const Source = withOptions(ReactNativeSource, options)
      // What others call readyState; -1 is an error, after which it asks again.
      Object.defineProperty(Source.prototype, 'readyState', {
        get(this: { status: number }) {
          return Math.max(0, this.status)
        },
      })
      return Source
    },
  },
  {
    name: 'the runtime’s own',
    places: ['Node', 'Chromium', 'Deno'],
    source: () => globalThis.EventSource,
  },
]
