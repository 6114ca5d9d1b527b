import { fetchEvents } from 'millrace'
import { toEventStream } from 'millrace/format'

export default {
  async fetch(request, env) {
    const lastEventId = request.headers.get('last-event-id') ?? undefined
    const events = toEventStream((signal) => fetchEvents(env.FEED_URL, { signal, lastEventId }), {
      heartbeat: 15_000,
    })
    return new Response(events, { headers: { 'content-type': 'text/event-stream' } })
  },
}
