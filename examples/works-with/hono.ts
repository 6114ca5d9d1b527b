// Hono as the server: `streamSSE` writes the events. It closes the stream when the callback is over, and tells with `onAbort`
// that the client is gone.
import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { feed } from './servers/feed.ts'

export const app = new Hono().get('/events', (c) =>
  streamSSE(c, async (stream) => {
    const leaving = new AbortController()
    stream.onAbort(() => leaving.abort())
    for await (const { type, id, data } of feed(
      c.req.header('last-event-id') ?? '',
      leaving.signal,
    )) {
      await stream.writeSSE({ event: type, id, data })
    }
  }),
)
