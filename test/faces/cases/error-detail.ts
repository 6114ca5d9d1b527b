import { equal, ok, thrown } from '../assert.ts'
import { bothFaces, type FaceCase } from '../face-case.ts'

const secret = 'sesame'

/** What an error, and an error event, tell; and what they do not. */
export const errorDetail: FaceCase[] = [
  {
    name: 'FetchEventSource: the error event of a lost connection',
    async run(context) {
      const { EventSourceError } = context.millrace
      const probe = context.connectSource('end,events')
      const states: number[] = []
      probe.source.onerror = () => states.push(probe.readyState)
      await probe.lost(1)
      const [event] = probe.errors
      ok(event instanceof Event && !(event instanceof MessageEvent), 'an Event, and no message')
      ok(EventSourceError.is(event.error) && event.error instanceof EventSourceError, 'its error')
      equal(event.message, event.error.message)
      equal([event.error.code, event.status, event.reconnectIn], ['network', undefined, 1])
      equal(states, [0])
    },
  },
  {
    name: 'FetchEventSource: the error event of a failure for good',
    async run(context) {
      const probe = context.connectSource('status-418')
      const states: number[] = []
      probe.source.onerror = () => states.push(probe.readyState)
      const error = await probe.failure()
      equal(
        probe.errors.map((event) => [event.error, event.message, event.status, event.reconnectIn]),
        [[error, error.message, 418, null]],
      )
      equal(states, [2])
      equal(await probe.source.closed, { reason: 'failed', error })
    },
  },

  ...bothFaces('names the class, the code and the attempt', async (connect, { millrace }) => {
    const probe = connect('end,status-404')
    const error = await probe.failure()
    ok(error instanceof millrace.EventSourceError && error instanceof Error, 'an EventSourceError')
    equal([error.name, error.code, error.attempt], ['EventSourceError', 'http-status', 2])
    ok(
      error.message.includes('404') && error.message.includes('200'),
      'what came, and what should have',
    )
    ok((await probe.lost(1)).error.attempt === 1, 'the attempt of the one before')
  }),

  ...bothFaces('a lost connection has what fetch said as its cause', async (connect) => {
    const probe = connect('hang-up')
    const { error } = await probe.lost(1)
    ok(error.cause instanceof Error, 'a cause')
    ok(error.message.includes(error.cause.message), 'its message in the message')
  }),

  ...['status-401', 'reset', 'type', 'hang-up'].flatMap((route) =>
    bothFaces(
      `a ${route} tells nothing of query and headers, nor does its trace`,
      async (connect) => {
        const probe = connect(
          route,
          { from: secret, retryAfter: '1' },
          { headers: { authorization: `Bearer ${secret}` }, reconnect: false },
        )
        const error = await probe.failure()
        for (let at: unknown = error; at instanceof Error; at = at.cause) {
          ok(!at.message.includes(secret), `no secret in: ${at.message}`)
          ok(!JSON.stringify(Object.entries(at)).includes(secret), 'no secret in its fields')
        }
        const records = probe.records.map((record) => JSON.stringify(record))
        ok(records.length >= 2 && !records.join().includes(secret), 'no secret in the trace')
      },
    ),
  ),

  {
    name: 'both faces: an invalid URL tells nothing of its query',
    async run({ millrace }) {
      const { FetchEventSource, fetchEvents } = millrace
      const url = `http://[?token=${secret}`
      for (const construct of [() => new FetchEventSource(url), () => fetchEvents(url)]) {
        ok(!String(thrown(construct)).includes(secret), 'no secret in its message')
      }
    },
  },
  {
    name: 'FetchEventSource: a URL with a password, which fetch cannot do, fails for good without telling it',
    async run(context) {
      const url = `http://user:${secret}@127.0.0.1/events`
      const probe = context.watchSource(context.endpoint(), url)
      const error = await probe.failure()
      equal(error.code, 'network')
      ok(!JSON.stringify([error.message, error.cause, probe.records]).includes(secret), 'no secret')
    },
  },

  ...bothFaces('an event over maxEventSize fails for good', async (connect) => {
    const stream = [`data: small\n\ndata: ${'x'.repeat(200)}\n\ndata: after\n\n`]
    const probe = connect('events', { stream }, { maxEventSize: 100 })
    equal((await probe.failure()).code, 'event-too-large')
    equal(await probe.data(1), ['small'])
    const { requests } = await probe.endpoint.until({ open: 0 })
    equal(
      requests.map(({ ended }) => ended?.by),
      ['client'],
    )
    equal(probe.events.length, 1)
  }),

  ...bothFaces('an event over maxEventSize fails before it is complete', async (connect) => {
    const probe = connect('events', { stream: `data: ${'x'.repeat(200)}` }, { maxEventSize: 100 })
    equal((await probe.failure()).code, 'event-too-large')
  }),

  ...bothFaces('the trace tells the life of a connection, in order', async (connect) => {
    const stream = 'retry: 5\ndata: a\n\n'
    const probe = connect('end,status-404', { stream }, { method: 'GET' })
    await probe.failure()
    equal(
      probe.records.map(({ type, attempt }) => [type, attempt]),
      [
        ['request', 1],
        ['response', 1],
        ['open', 1],
        ['retry', 1],
        ['lost', 1],
        ['waiting', 1],
        ['request', 2],
        ['response', 2],
        ['closed', 2],
      ],
    )
    const [request, response] = probe.records
    ok(request?.type === 'request' && response?.type === 'response', 'request and response first')
    const url = `${probe.endpoint.origin}/end,status-404`
    equal([request.method, request.url, request.lastEventId], ['GET', url, 'none'])
    equal([response.status, response.url], [200, url])
    const times = probe.records.map(({ at }) => at)
    equal(
      times,
      times.toSorted((one, other) => one - other),
    )
  }),
]
