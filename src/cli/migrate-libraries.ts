/** A library that is left for this one, and what is written here in place of what it has. */
export interface Library {
  /** Of its package; of the browser's own class, which is not imported, that class's. */
  name: string
  /** What is imported in its place. */
  instead: string
  /** Where the import is all there is to change: by what each of its exports is replaced; `undefined`: a type that is left out. */
  imports: { from: string; names: Record<string, string | undefined> } | undefined
  /** What is called, or made with `new`, by the name of the export, and what is written for that. */
  calls: Record<string, string>
  /** Options that are the same, and need no word. */
  same: string[]
  /** What is written for the others. */
  options: Record<string, string>
}

const source = 'new FetchEventSource(url, init)'
const loop = 'for await (const event of fetchEvents(url, init))'

export const native: Library = {
  name: 'EventSource',
  instead: '',
  imports: undefined,
  calls: { EventSource: `${source}, from 'millrace'` },
  same: ['withCredentials'],
  options: {},
}

/** In its folder of examples/migrate, there is a page on each. */
export const libraries: Library[] = [
  {
    name: 'eventsource',
    instead: "{ FetchEventSource } from 'millrace'",
    imports: {
      from: 'millrace',
      names: {
        default: 'FetchEventSource',
        EventSource: 'FetchEventSource',
        EventSourceInit: 'FetchEventSourceInit',
        ErrorEvent: undefined,
        FetchLike: 'FetchLike',
        FetchLikeResponse: 'FetchLikeResponse',
      },
    },
    calls: { default: source, EventSource: source },
    same: ['withCredentials', 'headers', 'fetch'],
    options: {
      https: 'dispatcher: an agent of undici with these settings, handed to fetch',
      rejectUnauthorized: 'dispatcher: an agent of undici with that setting, handed to fetch',
      proxy: 'dispatcher: a ProxyAgent of undici, handed to fetch',
    },
  },
  {
    name: '@microsoft/fetch-event-source',
    instead:
      "{ fetchEventSource } from 'millrace/fetch-event-source', or { fetchEvents } from 'millrace'",
    imports: {
      from: 'millrace/fetch-event-source',
      names: {
        fetchEventSource: 'fetchEventSource',
        EventStreamContentType: 'EventStreamContentType',
        FetchEventSourceInit: 'FetchEventSourceInit',
        EventSourceMessage: 'EventSourceMessage',
      },
    },
    calls: { fetchEventSource: `${loop}; or as it is` },
    same: [],
    options: {},
  },
  {
    name: 'event-source-polyfill',
    instead: "{ FetchEventSource } from 'millrace'",
    imports: undefined,
    calls: { default: source, EventSourcePolyfill: source, NativeEventSource: source },
    same: ['withCredentials', 'headers'],
    options: {
      heartbeatTimeout: 'idleTimeout, in milliseconds; there it was 45 000 without this option',
      lastEventIdQueryParameterName: 'lastEventIdParam',
      Transport: 'fetch: a transport of your own',
    },
  },
  {
    name: 'reconnecting-eventsource',
    instead: "{ FetchEventSource } from 'millrace'",
    imports: undefined,
    calls: { default: `${source}; reconnect: { statuses: 'transient' } comes back after a 503` },
    same: ['withCredentials', 'lastEventId'],
    options: {
      max_retry_time: 'reconnect: { maxDelay }, in milliseconds',
      eventSourceClass: 'nothing: FetchEventSource is the class',
    },
  },
  {
    name: 'eventsource-client',
    instead: "{ fetchEvents } from 'millrace'",
    imports: undefined,
    calls: {
      createEventSource: `${loop}; event, id are type, lastEventId there; with onMessage, FetchEventSource`,
    },
    same: ['headers', 'method', 'body', 'credentials', 'mode', 'signal', 'fetch', 'onComment'],
    options: {
      url: 'the first argument',
      onMessage: "onEvent; or addEventListener('message', …) of a FetchEventSource",
      onConnect: 'onOpen',
      onDisconnect: "trace: its record 'lost'",
      onScheduleReconnect: "trace: its record 'waiting'",
      initialLastEventId: 'lastEventId',
    },
  },
  {
    name: 'sse.js',
    instead: "{ fetchEvents } from 'millrace'",
    imports: undefined,
    calls: { default: loop, SSE: `${loop}; with listeners, FetchEventSource` },
    same: ['headers', 'method', 'withCredentials'],
    options: {
      payload: "body, with method: 'POST'",
      start: 'nothing: a loop connects when it begins',
      debug: 'trace: console.debug',
      autoReconnect: 'nothing; reconnect: false for one attempt',
      reconnectDelay: 'reconnect: { delay }',
      maxRetries: 'reconnect: { maxAttempts }',
      useLastEventId: 'nothing: it is sent',
    },
  },
  {
    name: 'react-native-sse',
    instead: "{ FetchEventSource } from 'millrace'",
    imports: undefined,
    calls: { default: `${source}, with fetch: xhrFetch of 'millrace/xhr'` },
    same: ['headers', 'method', 'body', 'withCredentials'],
    options: {
      timeout: 'idleTimeout, in milliseconds',
      timeoutBeforeConnection: 'nothing: it connects at once',
      pollingInterval: 'reconnect: { delay }; 0 is reconnect: false',
      lineEndingCharacter: 'nothing: all three of the standard are read',
      debug: 'trace: console.debug',
    },
  },
]
