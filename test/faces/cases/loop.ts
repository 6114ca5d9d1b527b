import type { EventSourceError } from '../../../src/index.ts'
import { headerBytes } from '../../setup/client.ts'
import { equal, ok, rejection } from '../assert.ts'
import type { FaceCase } from '../face-case.ts'

const three = 'id: 1\ndata: 1\n\nid: 2\ndata: 2\n\nid: 3\ndata: 3\n\n'
const done = { value: undefined, done: true } as const

/** What `fetchEvents` returns, as an async iterator. */
export const loop: FaceCase[] = [
  {
    name: 'fetchEvents: connects at the first next(), and not before',
    async run(context) {
      const { stream, endpoint } = context.stream('events', { stream: three })
      equal([stream.readyState, stream.url], [0, endpoint.url('events', { stream: three })])
      await context.roundTrip()
      equal((await endpoint.state()).requests, [])
      const { value } = await stream.next()
      const { origin } = endpoint
      equal({ ...value }, { type: 'message', data: '1', lastEventId: '1', origin })
      equal([stream.readyState, (await endpoint.state()).requests.length], [1, 1])
    },
  },
  ...Object.entries({
    async break(stream: AsyncIterable<unknown>) {
      for await (const _event of stream) break
    },
    async throw(stream: AsyncIterable<unknown>) {
      const iterate = async () => {
        for await (const _event of stream) throw new Error('of the loop')
      }
      equal(((await rejection(iterate())) as Error).message, 'of the loop')
    },
    async 'return()'(stream: AsyncIterableIterator<unknown>) {
      await stream.next()
      equal(await stream.return!(), done)
    },
    async 'close()'(stream: AsyncIterableIterator<unknown> & { close(): void }) {
      await stream.next()
      stream.close()
    },
    async 'await using'(stream: AsyncIterableIterator<unknown> & AsyncDisposable) {
      await using inScope = stream
      await inScope.next()
    },
  }).map(([how, leave]): FaceCase => ({
    name: `fetchEvents: ${how} cancels the request, and drops what was not taken`,
    async run(context) {
      const { stream, endpoint } = context.stream('events', { stream: three })
      await leave(stream)
      const { requests } = await endpoint.until({ requests: 1, open: 0 })
      equal(requests[0]!.ended?.by, 'client')
      equal(stream.readyState, 2)
      equal(await stream.next(), done)
      equal(stream.lastEventId, '1')
    },
  })),
  {
    name: 'fetchEvents: close() before the first next() is the end',
    async run(context) {
      const { stream, endpoint } = context.stream('events', { stream: three })
      stream.close()
      equal(stream.readyState, 2)
      equal(await stream.next(), done)
      await context.roundTrip()
      equal((await endpoint.state()).requests, [])
    },
  },
  {
    name: 'fetchEvents: is its own iterator',
    async run(context) {
      const { stream } = context.stream('events')
      equal(stream[Symbol.asyncIterator](), stream)
    },
  },
  {
    name: 'fetchEvents: next() called many times at once yields in order',
    async run(context) {
      const { stream, endpoint } = context.stream('events', { stream: three })
      const pending = Array.from({ length: 5 }, () => stream.next())
      await endpoint.until({ open: 1 })
      await endpoint.write('data: 4\n\n')
      await endpoint.write('data: 5\n\n')
      const results = await Promise.all(pending)
      equal(
        results.map(({ value }) => value?.data),
        ['1', '2', '3', '4', '5'],
      )
    },
  },
  {
    name: 'fetchEvents: close() settles every next() that is pending',
    async run(context) {
      const { stream, endpoint } = context.stream('events')
      const pending = Array.from({ length: 3 }, () => stream.next())
      await endpoint.until({ open: 1 })
      stream.close()
      equal(await Promise.all(pending), [done, done, done])
    },
  },
  {
    name: 'fetchEvents: a clean end settles every next() that is pending',
    async run(context) {
      const { stream } = context.stream('end', { stream: 'data: 1\n\n' }, { reconnect: false })
      const [first, ...others] = await Promise.all(Array.from({ length: 3 }, () => stream.next()))
      equal(first?.value?.data, '1')
      equal(others, [done, done])
    },
  },
  {
    name: 'fetchEvents: a failure rejects the first next() that is pending, and ends the others',
    async run(context) {
      const { stream } = context.stream('status-404')
      const [error, ...others] = await Promise.all([
        rejection(stream.next()),
        stream.next(),
        stream.next(),
      ])
      equal((error as EventSourceError).status, 404)
      equal(others, [done, done])
      equal(await stream.next(), done)
    },
  },
  {
    name: 'fetchEvents: a failure comes after the events that were not taken yet, once',
    async run(context) {
      const init = { reconnect: false } as const
      const { stream, endpoint, records } = context.stream('events', { stream: three }, init)
      await stream.next()
      await endpoint.reset()
      equal((await stream.next()).value?.data, '2')
      equal((await stream.next()).value?.data, '3')
      equal(((await rejection(stream.next())) as EventSourceError).code, 'network')
      equal(await stream.next(), done)
      equal(records.at(-1)?.type, 'closed')
    },
  },
  {
    name: 'fetchEvents: next() after the end is done, at once',
    async run(context) {
      const { stream } = context.stream('end', {}, { reconnect: false })
      equal([await stream.next(), await stream.next()], [done, done])
      equal(stream.readyState, 2)
    },
  },
  {
    name: 'fetchEvents: lastEventId is that of the event taken last, not of those that wait',
    async run(context) {
      const { stream } = context.stream('events', { stream: three }, { lastEventId: '0' })
      equal(stream.lastEventId, '0')
      for (const id of ['1', '2', '3']) {
        await stream.next()
        equal(stream.lastEventId, id)
      }
    },
  },
  {
    name: 'fetchEvents: lastEventId resumes another stream',
    async run(context) {
      const { stream } = context.stream('events', { stream: three })
      await stream.next()
      await stream.next()
      stream.close()
      const { lastEventId } = stream
      const second = context.stream('events', {}, { lastEventId })
      void second.stream.next()
      equal(headerBytes(await second.endpoint.request(1), 'last-event-id'), ['2'])
    },
  },
  {
    name: 'fetchEvents: lost while events wait, it resumes from the last that it has, and loses none',
    async run(context) {
      const stream = [three, 'data: 4\n\n']
      const { stream: events, endpoint } = context.stream('events', { stream })
      await events.next()
      await endpoint.cut()
      const data = []
      for (let count = 0; count < 3; count++) data.push((await events.next()).value?.data)
      equal(data, ['2', '3', '4'])
      equal(headerBytes(await endpoint.request(2), 'last-event-id'), ['3'])
    },
  },
  {
    name: 'fetchEvents: two loops over one stream share its events',
    async run(context) {
      const { stream } = context.stream('end', { stream: three }, { reconnect: false })
      const seen: string[] = []
      const take = async () => {
        for await (const { data } of stream) seen.push(data)
      }
      await Promise.all([take(), take()])
      equal(seen.toSorted(), ['1', '2', '3'])
      ok(stream.readyState === 2, 'closed')
    },
  },
]
