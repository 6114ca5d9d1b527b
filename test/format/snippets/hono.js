import { Hono } from 'hono'
import { fetchEvents } from 'millrace'
import { toEventStream } from 'millrace/format'

const app = new Hono()

app.get('/feed', (context) => {
  const lastEventId = context.req.header('last-event-id')
  const events = toEventStream(
    (signal) => fetchEvents(process.env.FEED_URL, { signal, lastEventId }),
    { heartbeat: 15_000 },
  )
  return context.body(events, 200, { 'content-type': 'text/event-stream' })
})

export default app
