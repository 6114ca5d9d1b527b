import { z } from 'zod'
import type { EventSourceError } from '../../../src/index.ts'
import { equal, ok, rejection } from '../assert.ts'
import { bothFaces, type FaceCase } from '../face-case.ts'

const Price = z.object({ bid: z.number() })

/** A Standard Schema that answers later, which no stream can wait for. */
const slowSchema = {
  '~standard': {
    version: 1 as const,
    vendor: 'test',
    validate: (value: unknown) => Promise.resolve({ value }),
  },
}

/** The option `parse`. */
export const parse: FaceCase[] = [
  ...bothFaces('a function of the text and the type', async (connect) => {
    const init = { parse: (data: string, type: string) => [data, type] }
    const probe = connect('events', { stream: 'data: a\n\nevent: message\ndata: b\n\n' }, init)
    equal(await probe.data(2), [
      ['a', 'message'],
      ['b', 'message'],
    ])
  }),

  ...bothFaces('a schema of the JSON', async (connect) => {
    const probe = connect(
      'events',
      { stream: 'data: { "bid":\ndata: 1, "ask": 2 }\n\n' },
      { parse: Price },
    )
    equal(await probe.data(1), [{ bid: 1 }])
  }),

  ...bothFaces('keeps an ID whose event fits, and carries it on', async (connect) => {
    const stream = ['id: 7\ndata: {"bid":1}\n\n', 'data: {"bid":2}\n\n']
    const probe = connect('end,events', { stream }, { parse: Price })
    equal(
      (await probe.received(2)).map(({ data, lastEventId }) => [data, lastEventId]),
      [
        [{ bid: 1 }, '7'],
        [{ bid: 2 }, '7'],
      ],
    )
  }),

  {
    name: 'FetchEventSource: a map of them by type; types that it does not name are text',
    async run(context) {
      const probe = context.connectSource(
        'events',
        {
          stream:
            'event: price\ndata: {"bid":1}\n\nevent: count\ndata: 2\n\nevent: constructor\ndata: 3\n\ndata: 4\n\n',
        },
        { parse: { price: Price, count: Number } },
        ['price', 'count', 'constructor'],
      )
      equal(await probe.data(4), [{ bid: 1 }, 2, '3', '4'])
    },
  },
  {
    name: 'fetchEvents: a map of them by type; types that it does not name are text',
    async run(context) {
      const probe = context.connectLoop(
        'events',
        { stream: 'event: price\ndata: {"bid":1}\n\nevent: __proto__\ndata: 3\n\ndata: 4\n\n' },
        { parse: { price: Price } },
      )
      equal(await probe.data(3), [{ bid: 1 }, '3', '4'])
    },
  },

  ...[
    { what: 'that the schema refuses', data: '{"bid":"much"}', parse: Price },
    { what: 'that is no JSON', data: '{"bid":', parse: Price },
    { what: 'for a schema that answers later', data: '1', parse: slowSchema },
    {
      what: 'that the function refuses',
      data: 'bad',
      parse: (data: string) => {
        if (data === 'bad') throw new RangeError('bad data')
        return JSON.parse(data)
      },
    },
  ].flatMap(({ what, data, parse }): FaceCase[] => [
    {
      name: `FetchEventSource: data ${what} is an error event, and the stream goes on`,
      async run(context) {
        const { EventSourceError } = context.millrace
        const stream = `id: 7\ndata: ${data}\n\nevent: free\ndata: text\n\n`
        const init = { parse: { message: parse } }
        const probe = context.connectSource('events', { stream }, init, ['free'])
        equal(await probe.data(1), ['text'])
        const [event] = probe.errors
        ok(EventSourceError.is(event?.error), 'an error')
        equal(
          [event.error.code, event.error.data, event.reconnectIn],
          ['invalid-data', data, undefined],
        )
        ok(event.error.cause instanceof Error, 'a cause')
        equal([probe.readyState, probe.lastEventId, probe.losses.length], [1, '7', 0])
      },
    },
    {
      name: `fetchEvents: data ${what} is thrown, after the events before it`,
      async run(context) {
        const free = (text: string) => `event: free\ndata: ${text}\n\n`
        const stream = `${free('1')}${free('2')}${free('3')}data: ${data}\n\n${free('4')}`
        const probe = context.connectLoop('events', { stream }, { parse: { message: parse } })
        const error = await probe.failure()
        equal([error.code, error.data], ['invalid-data', data])
        equal(
          probe.events.map((event) => event.data),
          ['1', '2', '3'],
        )
        const { requests } = await probe.endpoint.until({ requests: 1, open: 0 })
        equal(requests[0]!.ended?.by, 'client')
      },
    },
  ]),

  {
    name: 'fetchEvents: lastEventId is that of before the event which could not be used',
    async run(context) {
      const params = { stream: 'id: 1\ndata: {"bid":1}\n\nid: 2\ndata: {}\n\n' }
      const { stream } = context.stream('events', params, { parse: Price })
      await stream.next()
      equal(((await rejection(stream.next())) as EventSourceError).code, 'invalid-data')
      equal(stream.lastEventId, '1')
    },
  },
]
