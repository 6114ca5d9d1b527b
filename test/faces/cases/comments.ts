import { equal } from '../assert.ts'
import type { FaceCase } from '../face-case.ts'

const stream = ': one\ndata: a\n\n: two\ndata: b\n\n: three\n'

/** The option `onComment`: in which order it is told of comments, and a face of events, which came in one chunk. */
export const comments: FaceCase[] = [
  {
    name: 'FetchEventSource: comments and events come in the order of the stream',
    async run(context) {
      const order: string[] = []
      const three = Promise.withResolvers<void>()
      const onComment = (text: string) => {
        order.push(text)
        if (text === ' three') three.resolve()
      }
      const probe = context.connectSource('events', { stream }, { onComment })
      probe.source.onmessage = ({ data }) => order.push(data)
      await three.promise
      equal(order, [' one', 'a', ' two', 'b', ' three'])
    },
  },
  {
    name: 'fetchEvents: comments come at once, also while events before them wait to be taken',
    async run(context) {
      const order: string[] = []
      const onComment = (text: string) => void order.push(text)
      // One chunk, in all runtimes.
      const body = new ReadableStream({
        start: (controller) => controller.enqueue(new TextEncoder().encode(stream)),
      })
      const headers = { 'content-type': 'text/event-stream' }
      const fetch = async () => new Response(body, { headers })
      const { stream: events } = context.stream('events', {}, { fetch, onComment })
      for (let count = 0; count < 2; count++) order.push((await events.next()).value!.data)
      equal(order, [' one', ' two', ' three', 'a', 'b'])
    },
  },
]
