// How msw plays a server of event streams: what the README shows, as it is run in Node and in a page.
import { http, HttpResponse, sse } from 'msw'

const encoder = new TextEncoder()

/** A response that sends these texts, one after the other, and then ends, or breaks. */
function eventStream(texts: string[], { breaks = false } = {}): Response {
  const source: UnderlyingDefaultSource<Uint8Array> = {
    pull(controller) {
      const text = texts.shift()
      if (text !== undefined) controller.enqueue(encoder.encode(text))
      else if (breaks) controller.error(new TypeError('cut'))
      else controller.close()
    },
  }
  // Nothing ahead of the reader, as an error discards what was not read.
  const body = new ReadableStream(source, { highWaterMark: 0 })
  return new HttpResponse(body, { headers: { 'content-type': 'text/event-stream' } })
}

/** A feed by GET: its first connection breaks, the next one goes on from the last event ID, and then there is no more. */
export const feed = http.get('*/feed', ({ request }) => {
  const lastEventId = request.headers.get('last-event-id')
  if (lastEventId === '3') return new HttpResponse(null, { status: 204 })
  return lastEventId === null
    ? eventStream(['retry: 1\n', 'id: 1\ndata: a\n\n', 'id: 2\ndata: b\n\n'], { breaks: true })
    : eventStream([`id: ${Number(lastEventId) + 1}\ndata: c\n\n`])
})

/** An answer by POST, for who has the second token. */
export const chat = http.post<never, { prompt: string }>('*/chat', async ({ request }) => {
  if (request.headers.get('authorization') !== 'Bearer 2')
    return new HttpResponse(null, { status: 401 })
  const { prompt } = await request.json()
  return eventStream(prompt.split(' ').map((word) => `data: ${word}\n\n`))
})

/** The same feed by `sse()`: typed events, a loss, and a clean end. Made when there is an `EventSource`. */
export const ticker = () =>
  sse<{ price: { bid: number }; message: string }>('*/ticker', ({ client, request }) => {
    const lastEventId = Number(request.headers.get('last-event-id') ?? 0)
    if (lastEventId === 0) client.send({ retry: 1 })
    client.send({ id: String(lastEventId + 1), event: 'price', data: { bid: lastEventId + 9.5 } })
    if (lastEventId === 0) queueMicrotask(() => client.close())
    else client.send({ data: 'and so on' })
  })
