import { fetchEvents } from 'millrace'
import { toEventStream } from 'millrace/format'

export function GET({ request, url }) {
  const lastEventId = request.headers.get('last-event-id') ?? undefined
  const feed = `${process.env.FEED_URL}/${url.searchParams.get('symbol')}`
  const events = toEventStream((signal) => fetchEvents(feed, { signal, lastEventId }), {
    heartbeat: 15_000,
  })
  return new Response(events, { headers: { 'content-type': 'text/event-stream' } })
}
