// Every way to read an event stream over HTTP, in whatever runtime.
import { fetchEventSource } from '@microsoft/fetch-event-source'
import { EventSource as EventSourcePackage } from 'eventsource'
import { createEventSource } from 'eventsource-client'
import { createParser } from 'eventsource-parser'

/** What the events of one stream are used for. */
export interface Consumer {
  /** Takes the data of an event; whether that was the last. */
  event(data: string): boolean
  /** Takes a chunk, where events are not told apart. */
  chunk(bytes: Uint8Array): void
}

/** Reads a stream to its end, or to the last event that the consumer wants. */
export type Client = (url: string, consumer: Consumer) => Promise<void>

export const READ = 'fetch, read'
export const LIMIT = 'fetch, decode, slice (limit)'
export const DISPATCH = 'fetch, decode, slice, dispatch (limit)'
export const FETCH_PARSER = 'fetch + eventsource-parser'
export const CLIENT_CALLBACK = 'eventsource-client, callback'
export const EVENTSOURCE = 'eventsource'
export const NATIVE = 'EventSource of the runtime'
export const NATIVE_WEBSOCKET = 'WebSocket of the runtime'
export const FETCH_EVENTS = 'millrace fetchEvents'
export const FETCH_EVENT_SOURCE = 'millrace FetchEventSource'
export const READ_EVENTS = 'millrace readEvents'

export const faces: string[] = [FETCH_EVENTS, FETCH_EVENT_SOURCE, READ_EVENTS]
export const limits: string[] = [READ, LIMIT, DISPATCH]

const decoder = new TextDecoder()

async function eachChunk(url: string, use: (chunk: Uint8Array) => void): Promise<void> {
  const response = await fetch(url)
  const reader = response.body!.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    use(value)
  }
}

/** Decodes and slices, and nothing else: right for the streams of the benchmarks only. */
function eachSlice(url: string, use: (data: string) => void): Promise<void> {
  let carried = ''
  return eachChunk(url, (bytes) => {
    const text = carried + decoder.decode(bytes)
    let start = 0
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n', start)) {
      use(text.slice(start + 6, end))
      start = end + 2
    }
    carried = text.slice(start)
  })
}

/** Reads with what has the interface of `EventSource`, until the consumer has enough. */
export function eventSourceClient(
  EventSource: new (url: string) => Pick<globalThis.EventSource, 'onerror' | 'onmessage' | 'close'>,
): Client {
  return (url, consumer) =>
    new Promise((resolve, reject) => {
      const source = new EventSource(url)
      source.onmessage = ({ data }) => {
        if (!consumer.event(data)) return
        source.close()
        resolve()
      }
      source.onerror = () => {
        source.close()
        reject(new Error('the connection was lost'))
      }
    })
}

/** Reads messages instead. */
export function webSocketClient(WebSocket: typeof globalThis.WebSocket): Client {
  return (url, consumer) =>
    new Promise((resolve) => {
      const socket = new WebSocket(url.replace('http', 'ws'))
      socket.onmessage = ({ data }) => {
        if (!consumer.event(data as string)) return
        socket.close()
        resolve()
      }
    })
}

/** The clients that are there in every runtime. */
export const peers: Record<string, Client> = {
  [READ]: (url, consumer) => eachChunk(url, (bytes) => consumer.chunk(bytes)),

  [LIMIT]: (url, consumer) => eachSlice(url, (data) => void consumer.event(data)),

  [DISPATCH]: (url, consumer) => {
    const target = new EventTarget()
    let data = ''
    target.addEventListener('message', () => void consumer.event(data))
    return eachSlice(url, (slice) => {
      data = slice
      target.dispatchEvent(new Event('message'))
    })
  },

  [FETCH_PARSER]: (url, consumer) => {
    const parser = createParser({ onEvent: ({ data }) => void consumer.event(data) })
    const decoder = new TextDecoder()
    return eachChunk(url, (bytes) => parser.feed(decoder.decode(bytes, { stream: true })))
  },

  [CLIENT_CALLBACK]: (url, consumer) =>
    new Promise((resolve) => {
      const client = createEventSource({
        url,
        onMessage({ data }) {
          if (!consumer.event(data)) return
          client.close()
          resolve()
        },
      })
    }),

  'eventsource-client, for await': async (url, consumer) => {
    const client = createEventSource({ url })
    for await (const { data } of client) if (consumer.event(data)) break
    client.close()
  },

  '@microsoft/fetch-event-source': (url, consumer) => {
    const controller = new AbortController()
    return fetchEventSource(url, {
      fetch,
      openWhenHidden: true,
      signal: controller.signal,
      onmessage({ data }) {
        if (consumer.event(data)) controller.abort()
      },
      onerror(error) {
        throw error
      },
    })
  },

  [EVENTSOURCE]: eventSourceClient(EventSourcePackage),
}

/** The faces of millrace. */
export function facesOf(millrace: typeof import('../../src/index.ts')): Record<string, Client> {
  const { fetchEvents, FetchEventSource, readEvents } = millrace
  return {
    [FETCH_EVENTS]: async (url, consumer) => {
      for await (const { data } of fetchEvents(url)) if (consumer.event(data)) break
    },
    [FETCH_EVENT_SOURCE]: eventSourceClient(FetchEventSource),
    [READ_EVENTS]: async (url, consumer) => {
      for await (const { data } of readEvents(await fetch(url))) if (consumer.event(data)) break
    },
  }
}
