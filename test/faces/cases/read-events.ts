import type { EventSourceError } from '../../../src/index.ts'
import { equal, ok, rejection } from '../assert.ts'
import type { FaceCase } from '../face-case.ts'

const two = 'id: 1\ndata: 1\n\nevent: price\ndata: 2\n\n'

async function dataOf(events: AsyncIterable<{ data: unknown }>): Promise<unknown[]> {
  const data = []
  for await (const event of events) data.push(event.data)
  return data
}

/** A stream that gives these chunks when it is asked, and counts how often it was; and whether it was cancelled. */
function counting<Chunk>(chunks: Chunk[]) {
  const counts = { pulls: 0, cancelled: false }
  const stream = new ReadableStream<Chunk>(
    {
      pull(controller) {
        const chunk = chunks[counts.pulls++]
        if (chunk === undefined) controller.close()
        else controller.enqueue(chunk)
      },
      cancel() {
        counts.cancelled = true
      },
    },
    { highWaterMark: 0 },
  )
  return { counts, stream }
}

async function* generate(chunks: string[], onReturn = () => {}): AsyncGenerator<string> {
  try {
    yield* chunks
  } finally {
    onReturn()
  }
}

/** `readEvents`: one finite stream that is there already. */
export const readEventsCases: FaceCase[] = [
  {
    name: 'readEvents: a response of the server, to its end',
    async run(context) {
      const endpoint = context.endpoint()
      const response = await fetch(endpoint.url('end', { stream: two }))
      const { origin } = endpoint
      const events = []
      for await (const event of context.millrace.readEvents(response)) events.push({ ...event })
      equal(events, [
        { type: 'message', data: '1', lastEventId: '1', origin },
        { type: 'price', data: '2', lastEventId: '1', origin },
      ])
      equal((await endpoint.state()).requests.length, 1)
    },
  },
  {
    name: 'readEvents: a response that breaks throws, after its events',
    async run(context) {
      const endpoint = context.endpoint()
      const events = context.millrace.readEvents(
        await fetch(endpoint.url('events', { stream: two })),
      )
      equal((await events.next()).value?.data, '1')
      await endpoint.cut()
      equal((await events.next()).value?.data, '2')
      ok((await rejection(events.next())) instanceof Error, 'an error')
      equal(await events.next(), { value: undefined, done: true })
    },
  },
  {
    name: 'readEvents: a refused status throws, with a body that can be read',
    async run(context) {
      const response = await fetch(context.endpoint().url('status-404'))
      const events = context.millrace.readEvents(response)
      const error = (await rejection(events.next())) as EventSourceError
      equal([error.code, error.status, error.response], ['http-status', 404, response])
      equal(await error.response!.json(), { reason: 'status 404' })
    },
  },
  {
    name: 'readEvents: a refused status whose body no one reads frees its socket',
    async run(context) {
      const endpoint = context.endpoint()
      const response = await fetch(endpoint.url('status-404', { body: 'endless' }))
      await rejection(context.millrace.readEvents(response).next())
      const { requests } = await endpoint.until({ open: 0 })
      equal(requests[0]!.ended?.by, 'client')
    },
  },
  {
    name: 'readEvents: a wrong content type throws, unless it is not to be validated',
    async run(context) {
      const { readEvents } = context.millrace
      const url = () => context.endpoint().url('type,type', { type: 'text/plain', stream: two })
      const error = (await rejection(readEvents(await fetch(url())).next())) as EventSourceError
      equal([error.code, error.contentType], ['content-type', 'text/plain'])
      const events = readEvents(await fetch(url()), { validate: false })
      equal((await events.next()).value?.data, '1')
      await events.return!()
    },
  },
  {
    name: 'readEvents: leaving the loop frees the socket',
    async run(context) {
      const endpoint = context.endpoint()
      const response = await fetch(endpoint.url('events', { stream: two }))
      for await (const _event of context.millrace.readEvents(response)) break
      const { requests } = await endpoint.until({ open: 0 })
      equal(requests[0]!.ended?.by, 'client')
    },
  },
  {
    name: 'readEvents: an aborted signal throws its reason, and frees the socket',
    async run(context) {
      const endpoint = context.endpoint()
      const controller = new AbortController()
      const { signal } = controller
      const response = await fetch(endpoint.url('events', { stream: two }))
      const events = context.millrace.readEvents(response, { signal })
      await events.next()
      await events.next()
      const pending = rejection(events.next())
      const reason = new Error('not any more')
      controller.abort(reason)
      equal(await pending, reason)
      await endpoint.until({ open: 0 })
      equal(await events.next(), { value: undefined, done: true })
    },
  },
  {
    name: 'readEvents: a signal that is aborted already throws its reason',
    async run({ millrace }) {
      const reason = new Error('not any more')
      const { counts, stream } = counting([two])
      const events = millrace.readEvents(stream, { signal: AbortSignal.abort(reason) })
      equal(await rejection(events.next()), reason)
      equal(counts.pulls, 0)
    },
  },
  {
    name: 'readEvents: streams of bytes and of text, cut anywhere',
    async run({ millrace }) {
      const text = 'data: é🙂\n\n'
      const bytes = new TextEncoder().encode(text)
      const cut = Array.from(bytes, (byte) => Uint8Array.of(byte))
      equal(await dataOf(millrace.readEvents(counting(cut).stream)), ['é🙂'])
      equal(await dataOf(millrace.readEvents(counting(Array.from(text)).stream)), ['é🙂'])
    },
  },
  {
    name: 'readEvents: an async iterable, which is told when the loop is left',
    async run({ millrace }) {
      const returned = Promise.withResolvers<void>()
      equal(await dataOf(millrace.readEvents(generate([two, 'data: 3\n\n']))), ['1', '2', '3'])
      const source = generate([two, 'data: 3\n\n'], returned.resolve)
      for await (const _event of millrace.readEvents(source)) break
      await returned.promise
    },
  },
  {
    name: 'readEvents: pulls the next chunk when the events before it are taken, and not sooner',
    async run({ millrace }) {
      const { counts, stream } = counting([two, ': comment\n', 'data: 3\n\n'])
      const events = millrace.readEvents(stream)
      const pulls = [counts.pulls]
      for (let taken = 0; taken < 3; taken++) {
        await events.next()
        pulls.push(counts.pulls)
      }
      equal(pulls, [0, 1, 1, 3])
      await events.return!()
      equal(counts, { pulls: 3, cancelled: true })
    },
  },
  {
    name: 'readEvents: next() called many times at once yields in order',
    async run({ millrace }) {
      const { stream } = counting([two, 'data: 3\n\n'])
      const events = millrace.readEvents(stream)
      const results = await Promise.all(Array.from({ length: 5 }, () => events.next()))
      equal(
        results.map(({ value }) => value?.data),
        ['1', '2', '3', undefined, undefined],
      )
    },
  },
  {
    name: 'readEvents: return() settles a next() that is pending, and leaves the stream unlocked',
    async run({ millrace }) {
      const silent = new ReadableStream<string>()
      const events = millrace.readEvents(silent)
      const pending = events.next()
      await events.return!()
      equal(await pending, { value: undefined, done: true })
      equal(silent.locked, false)
    },
  },
  {
    name: 'readEvents: what is pending at the end is dropped; no body is no event',
    async run({ millrace }) {
      equal(await dataOf(millrace.readEvents(counting(['data: 1\n\ndata: 2']).stream)), ['1'])
      const headers = { 'content-type': 'text/event-stream' }
      equal(await dataOf(millrace.readEvents(new Response(null, { headers }))), [])
    },
  },
  {
    name: 'readEvents: lastEventId, parse and maxEventSize',
    async run({ millrace }) {
      const { readEvents } = millrace
      const seeded = readEvents(counting(['data: 1\n\n']).stream, {
        lastEventId: '7',
        parse: Number,
      })
      const { value } = await seeded.next()
      equal([value?.lastEventId, value?.data, value?.origin], ['7', 1, ''])
      const { counts, stream } = counting([`data: 1\n\ndata: ${'x'.repeat(200)}\n\n`])
      const small = readEvents(stream, { maxEventSize: 100 })
      equal((await small.next()).value?.data, '1')
      equal(((await rejection(small.next())) as EventSourceError).code, 'event-too-large')
      equal(counts.cancelled, true)
    },
  },
  {
    name: 'readEvents: data that does not parse throws, and cancels the source',
    async run({ millrace }) {
      const { counts, stream } = counting(['data: 1\n\n', 'data: {\n\n', 'data: 3\n\n'])
      const events = millrace.readEvents(stream, { parse: (data) => JSON.parse(data) as unknown })
      equal((await events.next()).value?.data, 1)
      const error = (await rejection(events.next())) as EventSourceError
      equal([error.code, error.data], ['invalid-data', '{'])
      equal(counts, { pulls: 2, cancelled: true })
    },
  },
]
