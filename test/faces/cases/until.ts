import type { EventSourceError } from '../../../src/index.ts'
import { equal, ok, rejection } from '../assert.ts'
import { bothFaces, type FaceCase, methods, post } from '../face-case.ts'

const stream = 'data: {"n":1}\n\ndata: [DONE]\n\ndata: {"n":2}\n\n'
const parse = (data: string): unknown => JSON.parse(data)
const schema = {
  '~standard': { version: 1 as const, vendor: 'test', validate: (value: unknown) => ({ value }) },
}

/** The option `until`: the event that ends a stream. */
export const until: FaceCase[] = [
  ...methods.flatMap(([method, init]) =>
    bothFaces(`${method}: a text ends it, and frees the socket`, async (connect) => {
      const probe = connect('events', { stream }, { ...init, until: '[DONE]' })
      await probe.done()
      equal(
        probe.events.map(({ data }) => data),
        ['{"n":1}'],
      )
      const { requests } = await probe.endpoint.until({ open: 0 })
      equal(
        requests.map(({ ended }) => ended?.by),
        ['client'],
      )
      const last = probe.records.at(-1)
      ok(last?.type === 'closed' && last.reason === 'ended', 'the reason ended')
    }),
  ),

  ...[
    { name: 'a function', parse },
    { name: 'a schema', parse: schema },
    { name: 'a map', parse: { message: parse } },
  ].flatMap(({ name, parse }) =>
    bothFaces(`with ${name} as parse, the text is not parsed`, async (connect) => {
      const probe = connect('events', { stream }, { ...post, parse, until: '[DONE]' })
      await probe.done()
      equal(
        probe.events.map(({ data }) => data),
        [{ n: 1 }],
      )
    }),
  ),

  ...bothFaces('a function sees the raw event, which is delivered as the last', async (connect) => {
    const seen: unknown[] = []
    const probe = connect(
      'events',
      { stream: 'id: 1\ndata: {"n":1}\n\nid: 2\ndata: {"n":2}\n\ndata: {"n":3}\n\n' },
      {
        parse,
        until: ({ type, data, lastEventId }) => {
          seen.push([type, data, lastEventId])
          return lastEventId === '2'
        },
      },
    )
    await probe.done()
    equal(
      probe.events.map(({ data }) => data),
      [{ n: 1 }, { n: 2 }],
    )
    equal(seen, [
      ['message', '{"n":1}', '1'],
      ['message', '{"n":2}', '2'],
    ])
    equal(probe.lastEventId, '2')
  }),

  ...bothFaces('a function that throws is reported, and ends nothing', async (connect, context) => {
    const bug = new Error('a bug')
    const init = {
      until: ({ data }: { data: string }) => {
        if (data === '1') throw bug
        return data === '2'
      },
    }
    const probe = connect('events', { stream: 'data: 1\n\ndata: 2\n\ndata: 3\n\n' }, init)
    await probe.done()
    equal(
      probe.events.map(({ data }) => data),
      ['1', '2'],
    )
    equal(await context.uncaught.take(1), [bug])
  }),

  ...bothFaces('a GET that ends before it was cut, and is resumed', async (connect) => {
    const parts = ['id: 7\ndata: a\n\n', 'data: b\n\ndata: [DONE]\n\n']
    const probe = connect('end,events', { stream: parts }, { until: '[DONE]' })
    await probe.done()
    const { error } = await probe.lost(1)
    equal([error.code, error.phase], ['incomplete', 'streaming'])
    equal(
      probe.events.map(({ data }) => data),
      ['a', 'b'],
    )
    const carriers = probe.records.flatMap((record) =>
      record.type === 'request' ? [record.lastEventId] : [],
    )
    equal(carriers, ['none', 'header'])
  }),

  ...bothFaces('a POST that ends before it is resumed where there is an ID', async (connect) => {
    const parts = ['id: 7\ndata: a\n\n', 'data: b\n\ndata: [DONE]\n\n']
    const probe = connect('end,events', { stream: parts }, { ...post, until: '[DONE]' })
    await probe.done()
    equal(
      probe.events.map(({ data }) => data),
      ['a', 'b'],
    )
  }),

  ...bothFaces('a POST that ends before it fails where there is none', async (connect) => {
    const probe = connect('end', { stream: 'data: a\n\n' }, { ...post, until: '[DONE]' })
    equal((await probe.failure()).code, 'incomplete')
    equal(
      probe.events.map(({ data }) => data),
      ['a'],
    )
    equal((await probe.endpoint.state()).requests.length, 1)
  }),

  ...bothFaces('a POST that ends in the middle of an event fails', async (connect) => {
    const probe = connect('end', { stream: 'data: a\n\ndata: b' }, post)
    equal((await probe.failure()).code, 'incomplete')
    equal(
      probe.events.map(({ data }) => data),
      ['a'],
    )
  }),

  {
    name: 'readEvents: a text ends it, unparsed, and frees the socket',
    async run(context) {
      const endpoint = context.endpoint()
      const response = await fetch(endpoint.url('events', { stream }))
      const seen: unknown[] = []
      const options = { parse, until: '[DONE]' }
      for await (const { data } of context.millrace.readEvents(response, options)) seen.push(data)
      equal(seen, [{ n: 1 }])
      const { requests } = await endpoint.until({ requests: 1, open: 0 })
      equal(requests[0]!.ended?.by, 'client')
    },
  },
  {
    name: 'readEvents: one that ends before it throws, after its events',
    async run({ millrace }) {
      const events = millrace.readEvents(textStream('data: 1\n\n'), { until: () => false })
      equal((await events.next()).value?.data, '1')
      equal(((await rejection(events.next())) as EventSourceError).code, 'incomplete')
    },
  },
  {
    name: 'readEvents: unfinished delivers what has no last blank line, also as the end',
    async run({ millrace }) {
      for (const [unfinished, expected] of [
        [undefined, ['1']],
        ['discard', ['1']],
        ['deliver', ['1', '2']],
      ] as const) {
        const seen: string[] = []
        const source = textStream('data: 1\n\ndata: 2')
        for await (const { data } of millrace.readEvents(source, { unfinished })) seen.push(data)
        equal(seen, [...expected], `unfinished: ${unfinished}`)
      }
      const options = { unfinished: 'deliver' as const, until: '2' }
      const seen: string[] = []
      const source = textStream('data: 1\n\ndata: 2')
      for await (const { data } of millrace.readEvents(source, options)) seen.push(data)
      equal(seen, ['1'])
    },
  },
]

function textStream(text: string): ReadableStream<string> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(text)
      controller.close()
    },
  })
}
