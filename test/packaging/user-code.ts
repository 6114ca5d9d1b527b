/** What a user writes, wherever; every type in it has to be found. */
export const everywhereCode = `
  import { EventSourceError, FetchEventSource, fetchEvents, readEvents } from 'millrace'
  import type { EventStream, FetchLike, SourceMessageEvent } from 'millrace'
  import { createParser, EventSourceParserStream } from 'millrace/parser'
  import { fetchEventSource, type EventSourceMessage } from 'millrace/fetch-event-source'
  import { formatEvent, toEventStream, type OutgoingEvent } from 'millrace/format'
  import { install } from 'millrace/polyfill'
  import { createEventStore } from 'millrace/store'
  import { createTestStream } from 'millrace/testing'

  export const parser = createParser({ onEvent: (event) => event.data.length })
  export const stream = new Response('').body!.pipeThrough(new EventSourceParserStream())
  export const passed = new Response(toEventStream((signal) => fetchEvents('/', { signal })))
  export const written = (event: OutgoingEvent): string => formatEvent(event)
  export const switched = (onmessage: (message: EventSourceMessage) => void): Promise<void> =>
    fetchEventSource('/', { onmessage })
  export const installed: boolean = install({ force: true })
  export const transport: FetchLike = createTestStream().fetch
  export const latest = (): string | undefined => createEventStore('/').getSnapshot().data
  export async function read(): Promise<string | undefined> {
    const events: EventStream = fetchEvents('/', { method: 'POST', fetch: transport })
    for await (const event of events) return event.data
    for await (const event of readEvents(await fetch('/'))) return event.lastEventId
    return
  }
  export function listen(): string {
    const source = new FetchEventSource<{ price: { bid: number } }>('/', { fetch })
    source.addEventListener('price', ({ data }) => data.bid.toFixed(), { once: true })
    source.onmessage = (event: SourceMessageEvent) => event.data.length + event.origin.length
    source.onerror = ({ error, reconnectIn }) => [error?.code, reconnectIn]
    // @ts-expect-error: the data of this type is an object
    source.addEventListener('price', ({ data }) => data.length)
    return source.url
  }
  export const failed = (error: unknown): boolean => EventSourceError.is(error) && error.status === 404
  // @ts-expect-error: no such option
  fetchEvents('/', { retries: 1 })
`

/** What one writes only where there is a DOM. */
export const domCode = `
  export const constructor: typeof EventSource = FetchEventSource
  export const source: EventSource = new FetchEventSource('/')
  new FetchEventSource('/').addEventListener('price', (event: MessageEvent<string>) => event.data.length)
  export const pair: ReadableWritablePair = new EventSourceParserStream()
`

/** What one writes in components. */
export const componentCode = `
  import { useEventSource as useInReact } from 'millrace/react'
  import { useEventSource as useInVue } from 'millrace/vue'

  export const inReact: string | undefined = useInReact('/').data
  export const inVue: string | undefined = useInVue('/').data.value
  // @ts-expect-error: no such option
  useInReact('/', { retries: 1 })
`
