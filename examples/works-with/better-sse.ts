// better-sse as the server: it tells the last event ID, and when the client is gone; it begins with a `retry` of two seconds,
// and its data is JSON.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createSession } from 'better-sse'
import { feed } from './servers/feed.ts'

export async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const session = await createSession(request, response)
  const leaving = new AbortController()
  session.once('disconnected', () => leaving.abort())
  for await (const { type, id, data } of feed(session.lastId, leaving.signal)) {
    session.push(data, type, id)
  }
}
