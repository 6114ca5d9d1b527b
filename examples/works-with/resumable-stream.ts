// resumable-stream as the server, which goes on with an answer for a client that was cut off: an event's ID is how many
// characters there are up to its end, so that the last event ID says how many to skip.
import { formatEvent } from 'millrace/format'
import type { ResumableStreamContext } from 'resumable-stream/generic'

export async function answer(
  context: ResumableStreamContext,
  request: Request,
  makeText: () => AsyncIterable<string>,
): Promise<Response> {
  const seen = Number(request.headers.get('last-event-id') ?? 0)
  const makeStream = () => {
    const events = withOffsets(makeText())
    return new ReadableStream<string>({
      async pull(controller) {
        const { done, value } = await events.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
    })
  }
  const stream = await context.resumableStream(request.url, makeStream, seen)
  // 204 tells the client to come no more: all of it was sent.
  if (!stream) return new Response(null, { status: 204 })
  const headers = { 'content-type': 'text/event-stream' }
  return new Response(stream.pipeThrough(new TextEncoderStream()), { headers })
}

async function* withOffsets(texts: AsyncIterable<string>): AsyncGenerator<string, undefined> {
  let end = 0
  for await (const data of texts) {
    end += formatEvent({ data, lastEventId: '00000000' }).length
    yield formatEvent({ data, lastEventId: String(end).padStart(8, '0') })
  }
  return undefined
}
