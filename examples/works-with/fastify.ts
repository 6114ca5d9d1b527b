// Fastify as the server, which sends streams, and `toEventStream`, which makes one of events, with heartbeats; the signal tells
// that the client is gone.
import Fastify from 'fastify'
import { toEventStream } from 'millrace/format'
import { feed } from './servers/feed.ts'

export const app = Fastify()

app.get('/events', (request, reply) => {
  const lastEventId = String(request.headers['last-event-id'] ?? '')
  return reply.type('text/event-stream').send(
    toEventStream(
      async function* (signal) {
        for await (const { id, ...event } of feed(lastEventId, signal))
          yield { ...event, lastEventId: id }
      },
      { heartbeat: 15_000 },
    ),
  )
})
