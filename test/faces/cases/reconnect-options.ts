import type { Attempt, EventSourceError } from '../../../src/index.ts'
import { equal, ok } from '../assert.ts'
import { bothFaces, type FaceCase, post } from '../face-case.ts'

/** `maxAttempts` and `decide`. The rest of `reconnect` is where it matters: what to come back from, and when. */
export const reconnectOptions: FaceCase[] = [
  ...bothFaces('maxAttempts bad attempts in a row are the end', async (connect, { millrace }) => {
    const reconnect = { maxAttempts: 3, statuses: [503] }
    const probe = connect('reset,end,status-503,events', {}, { reconnect })
    const { code, cause, status } = await probe.failure()
    equal([code, status], ['too-many-attempts', 503])
    ok(millrace.EventSourceError.is(cause), "the last one's error as cause")
    equal([cause.code, cause.status], ['http-status', 503])
    equal(probe.losses.length, 2)
    equal((await probe.endpoint.state()).requests.length, 3)
  }),

  ...bothFaces('maxAttempts counts anew after an event', async (connect) => {
    const stream = ['', 'data: good\n\n', '']
    const probe = connect('end', { stream }, { reconnect: { maxAttempts: 2 } })
    equal((await probe.failure()).code, 'too-many-attempts')
    equal((await probe.endpoint.state()).requests.length, 4)
  }),

  ...bothFaces('maxAttempts counts anew after a connection that stood', async (connect) => {
    const probe = connect('end', {}, { reconnect: { maxAttempts: 1, stableAfter: 0 } })
    await probe.lost(3)
  }),

  ...bothFaces('maxAttempts: 1 leaves none after a bad one', async (connect) => {
    const probe = connect('end', {}, { reconnect: { maxAttempts: 1 } })
    equal((await probe.failure()).code, 'too-many-attempts')
    equal((await probe.endpoint.state()).requests.length, 1)
  }),

  ...bothFaces('decide is asked with the error and the attempt', async (connect) => {
    const asked: [EventSourceError, Attempt][] = []
    const decide = (error: EventSourceError, attempt: Attempt) => void asked.push([error, attempt])
    const stream = ['id: 7\ndata: a\n\n']
    const reconnect = { decide, statuses: [503] }
    const probe = connect('end,status-503,status-404', { stream }, { reconnect })
    equal((await probe.failure()).status, 404)
    equal(
      asked.map(([error, { number, lastEventId }]) => [
        error.code,
        error.status,
        number,
        lastEventId,
      ]),
      [
        ['network', undefined, 1, ''],
        ['http-status', 503, 2, '7'],
        ['http-status', 404, 3, '7'],
      ],
    )
  }),

  ...bothFaces('decide: false fails after a loss', async (connect) => {
    const probe = connect('reset', {}, { reconnect: { decide: () => false } })
    equal((await probe.failure()).code, 'network')
    equal((await probe.endpoint.state()).requests.length, 1)
  }),

  ...bothFaces('decide: false fails a POST after a loss, for that loss', async (connect) => {
    const probe = connect('reset', {}, { ...post, reconnect: { decide: () => false } })
    equal((await probe.failure()).code, 'network')
  }),

  ...bothFaces('decide: false is the end after a clean end', async (connect) => {
    const probe = connect('end', { stream: 'data: a\n\n' }, { reconnect: { decide: () => false } })
    await probe.done()
    equal((await probe.endpoint.state()).requests.length, 1)
  }),

  ...['status-404', 'type', 'end', 'reset'].flatMap((route) =>
    bothFaces(`decide: true reconnects a POST after ${route}`, async (connect) => {
      const probe = connect(`${route},events`, {}, { ...post, reconnect: { decide: () => true } })
      await probe.until(
        'a stream that stays',
        () => probe.losses.length === 1 && probe.readyState === 1,
      )
      equal((await probe.lost(1)).reconnectIn, 1)
    }),
  ),

  ...bothFaces('decide: a number is the wait, whatever else', async (connect) => {
    const stream = 'retry: 60000\n\n'
    const reconnect = { decide: () => 30, delay: 60_000, maxDelay: 60_000 }
    const probe = connect('end,events', { stream }, { reconnect })
    equal((await probe.lost(1)).reconnectIn, 30)
    const { requests } = await probe.endpoint.until({ requests: 2 })
    ok(requests[1]!.arrivedAt - requests[0]!.arrivedAt >= 29, 'no sooner')
  }),

  ...bothFaces(
    'decide: a number that no timer takes waits, it does not storm',
    async (connect, context) => {
      const probe = connect('end', {}, { reconnect: { decide: () => 1e12 } })
      equal((await probe.lost(1)).reconnectIn, 2 ** 31 - 1)
      await context.roundTrip()
      equal((await probe.endpoint.state()).requests.length, 1)
    },
  ),

  ...bothFaces('decide: 0 reconnects at once', async (connect) => {
    const reconnect = { decide: () => 0, delay: 60_000, maxDelay: 60_000 }
    const probe = connect('end,events', {}, { reconnect })
    await probe.opened(2)
    equal((await probe.lost(1)).reconnectIn, 0)
  }),

  ...bothFaces(
    'a decide that throws is reported, and leaves it to the rest',
    async (connect, context) => {
      const failure = new Error('undecided')
      const decide = () => {
        throw failure
      }
      const probe = connect('end,events', {}, { reconnect: { decide } })
      await probe.opened(2)
      equal(await context.uncaught.take(1), [failure])
    },
  ),

  ...[-1, NaN].flatMap((decision) =>
    bothFaces(
      `decide: ${decision} is reported, and leaves it to the rest`,
      async (connect, context) => {
        const probe = connect('end,events', {}, { reconnect: { decide: () => decision } })
        await probe.opened(2)
        const [error] = await context.uncaught.take(1)
        ok(error instanceof TypeError && error.message.includes('reconnect.decide'), 'a TypeError')
      },
    ),
  ),
]
