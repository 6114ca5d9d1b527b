// h3 as the server, also that of Nuxt and Nitro: `createEventStream` is the response, into which events are pushed.
import { createEventStream, H3 } from 'h3'
import { feed } from './servers/feed.ts'

export const app = new H3().get('/events', (event) => {
  const stream = createEventStream(event)
  const leaving = new AbortController()
  stream.onClosed(() => leaving.abort())
  void (async () => {
    const lastEventId = event.req.headers.get('last-event-id') ?? ''
    for await (const { type, id, data } of feed(lastEventId, leaving.signal)) {
      await stream.push({ event: type, id, data })
    }
  })()
  return stream
})
