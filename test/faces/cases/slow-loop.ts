import { equal, ok } from '../assert.ts'
import { type FaceCase, only } from '../face-case.ts'

const MiB = 1024 * 1024

/** How many events of 1 KiB the route `flood` sends. */
const FLOOD = 32 * 1024

/** A `fetch` that counts how often the body is read; it reads nothing ahead itself. */
function countingReads() {
  const counts = { reads: 0 }
  const counted = async (url: string, init: RequestInit) => {
    const response = await fetch(url, init)
    const reader = response.body!.getReader()
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          counts.reads++
          const { value } = await reader.read()
          if (value) controller.enqueue(value)
          else controller.close()
        },
        cancel: (reason) => reader.cancel(reason),
      },
      { highWaterMark: 0 },
    )
    return new Response(body, { headers: response.headers })
  }
  return { counts, fetch: counted }
}

/** A loop that is slower than the server slows the socket, not the heap. */
export const slowLoop: FaceCase[] = [
  {
    name: 'fetchEvents: reads the body when the events before are taken, and another is asked for',
    async run(context) {
      const { counts, fetch } = countingReads()
      const params = { stream: 'data: 1\n\ndata: 2\n\n' }
      const { stream, endpoint } = context.stream('events', params, { fetch })
      await stream.next()
      await endpoint.write('data: 3\n\n')
      await context.roundTrip()
      equal(counts.reads, 1)
      await stream.next()
      await context.roundTrip()
      equal(counts.reads, 1)
      equal((await stream.next()).value?.data, '3')
      equal(counts.reads, 2)
    },
  },

  // Chromium itself takes in what a page does not read.
  ...only('no page', [
    {
      name: 'fetchEvents: a loop that stands still stops the server, one that goes on gets it all',
      async run(context) {
        const { stream, endpoint } = context.stream('flood', {}, { reconnect: false })
        await stream.next()
        const { requests } = await endpoint.until({ stalled: true })
        const { written } = requests[0]!
        // What the sockets and the platform's own buffers hold is theirs.
        ok(written < 16 * MiB, `only so much taken of 32 MiB, not ${written / MiB} MiB`)
        let count = 1
        for await (const event of stream) count += event.data.length === 1016 ? 1 : 0
        equal(count, FLOOD)
      },
    },
    {
      name: 'fetchEvents: leaving a loop that stands still ends the stream',
      async run(context) {
        const { stream, endpoint } = context.stream('flood')
        await stream.next()
        await endpoint.until({ stalled: true })
        stream.close()
        const { requests } = await endpoint.until({ open: 0 })
        equal(requests[0]!.ended?.by, 'client')
      },
    },
    {
      name: 'readEvents: a loop that stands still stops the server, leaving it ends the stream',
      async run(context) {
        const endpoint = context.endpoint()
        const events = context.millrace.readEvents(await fetch(endpoint.url('flood')))
        await events.next()
        const { requests } = await endpoint.until({ stalled: true })
        const { written } = requests[0]!
        ok(written < 16 * MiB, `only so much taken of 32 MiB, not ${written / MiB} MiB`)
        await events.return?.()
        await endpoint.until({ open: 0 })
      },
    },
  ]),

  {
    name: 'FetchEventSource: gets all of a flood, in order of the chunks',
    async run(context) {
      const endpoint = context.endpoint()
      const { FetchEventSource } = context.millrace
      const source = new FetchEventSource(endpoint.url('flood'), { reconnect: false })
      context.afterwards(() => source.close())
      let count = 0
      source.onmessage = ({ data }) => (count += data.length === 1016 ? 1 : 0)
      equal((await source.closed).reason, 'ended')
      equal(count, FLOOD)
    },
  },
]
