import { z } from 'zod'
import type { EventSourceError } from '../../../src/index.ts'
import { equal, ok } from '../assert.ts'
import { bothFaces, type FaceCase } from '../face-case.ts'

const Price = z.object({ bid: z.number() })

const bad = [
  { what: 'empty data', data: '' },
  { what: '[DONE]', data: '[DONE]' },
  { what: 'two values glued together', data: '{"bid":1}{"bid":2}' },
]

/** The option `onInvalid`: what `parse` refuses is skipped. */
export const onInvalid: FaceCase[] = [
  ...bad.flatMap(({ what, data }) =>
    bothFaces(`with a schema, ${what} is skipped and told`, async (connect) => {
      const errors: EventSourceError[] = []
      const stream = `data: {"bid":1}\n\nid: 7\ndata: ${data}\n\ndata: {"bid":2}\n\n`
      const init = { parse: Price, onInvalid: (error: EventSourceError) => errors.push(error) }
      const probe = connect('events', { stream }, init)
      equal(await probe.data(2), [{ bid: 1 }, { bid: 2 }])
      equal(
        errors.map(({ code, data }) => [code, data]),
        [['invalid-data', data]],
      )
      equal([probe.lastEventId, probe.readyState, probe.losses.length], ['7', 1, 0])
    }),
  ),

  {
    name: 'FetchEventSource: fires no error event for it',
    async run(context) {
      const init = { parse: Price, onInvalid: () => {} }
      const stream = 'data: {}\n\ndata: {"bid":1}\n\n'
      const probe = context.connectSource('events', { stream }, init)
      await probe.received(1)
      equal(probe.errors, [])
    },
  },

  ...bothFaces('one that throws is reported, and the stream goes on', async (connect, context) => {
    const bug = new Error('a bug')
    const onInvalid = () => {
      throw bug
    }
    const stream = 'data: {}\n\ndata: {"bid":1}\n\n'
    const probe = connect('events', { stream }, { parse: Price, onInvalid })
    equal(await probe.data(1), [{ bid: 1 }])
    equal(await context.uncaught.take(1), [bug])
  }),

  ...bothFaces('one that closes stops at once', async (connect) => {
    let close = () => {}
    const stream = 'data: {"bid":1}\n\ndata: {}\n\ndata: {"bid":2}\n\n'
    const probe = connect('events', { stream }, { parse: Price, onInvalid: () => close() })
    close = () => probe.close()
    await probe.ended()
    ok(
      probe.events.every(({ data }) => (data as { bid: number }).bid === 1),
      'nothing after it',
    )
  }),

  {
    name: 'readEvents: skips it and goes on',
    async run({ millrace }) {
      const errors: unknown[] = []
      const source = new ReadableStream<string>({
        start(controller) {
          controller.enqueue('data: {"bid":1}\n\ndata: {}\n\ndata: {"bid":2}\n\n')
          controller.close()
        },
      })
      const onInvalid = (error: EventSourceError) => errors.push(error.data)
      const seen: unknown[] = []
      for await (const { data } of millrace.readEvents(source, { parse: Price, onInvalid }))
        seen.push(data)
      equal(seen, [{ bid: 1 }, { bid: 2 }])
      equal(errors, ['{}'])
    },
  },
]
