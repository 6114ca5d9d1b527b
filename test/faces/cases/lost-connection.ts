import { headerBytes } from '../../setup/client.ts'
import { equal, ok } from '../assert.ts'
import { bothFaces, type FaceCase, only, post } from '../face-case.ts'

const breaks = ['reset', 'cut', 'fin'] as const

const withId = { stream: ['id: 7\ndata: first\n\n', 'data: second\n\n'] }
const withoutId = { stream: ['data: first\n\n', 'data: second\n\n'] }

/** "Connection lost": GET reconnects; other methods only with a last event ID to resume from. */
export const lostConnection: FaceCase[] = [
  ...breaks.flatMap((breaks) => [
    ...bothFaces(`GET reconnects after a ${breaks}, without an ID too`, async (connect) => {
      const probe = connect('events', withoutId)
      await probe.received(1)
      await probe.endpoint[breaks]()
      equal(await probe.data(2), ['first', 'second'])
      // Where a break looks like an end in good order, that is at least seen to be in the middle of an event.
      const { code } = (await probe.lost(1)).error
      ok(code === 'network' || code === 'incomplete', code)
      equal(headerBytes(await probe.endpoint.request(2), 'last-event-id'), [])
    }),

    ...bothFaces(`POST resumes after a ${breaks}`, async (connect) => {
      const probe = connect('events', withId, post)
      await probe.received(1)
      await probe.endpoint[breaks]()
      equal(await probe.data(2), ['first', 'second'])
      const { method, body, headers } = await probe.endpoint.request(2)
      equal([method, body], ['POST', 'question'])
      ok(
        headers.some(([name, value]) => name.toLowerCase() === 'last-event-id' && value === '7'),
        'the last event ID, not that of half an event',
      )
    }),

    ...bothFaces(`POST without an ID fails after a ${breaks}`, async (connect, { millrace }) => {
      const probe = connect('events', withoutId, post)
      await probe.received(1)
      await probe.endpoint[breaks]()
      const { code, cause } = await probe.failure()
      equal(code, 'not-resumable')
      ok(millrace.EventSourceError.is(cause), 'the loss as cause')
      equal(cause.code, 'network')
      equal((await probe.endpoint.state()).requests.length, 1)
    }),
  ]),

  ...bothFaces('POST resumes from where the option said', async (connect) => {
    const probe = connect('reset,events', {}, { ...post, lastEventId: '41' })
    equal(headerBytes(await probe.endpoint.request(2), 'last-event-id'), ['41'])
    // Whether the first was open before it was reset is a race.
    await probe.until('the second connection', () =>
      probe.records.some(({ type, attempt }) => type === 'open' && attempt === 2),
    )
  }),

  ...(['lost', 'always'] as const).flatMap((when) =>
    bothFaces(`POST without an ID reconnects with when: '${when}'`, async (connect) => {
      const probe = connect('events', withoutId, { ...post, reconnect: { when } })
      await probe.received(1)
      await probe.endpoint.reset()
      equal(await probe.data(2), ['first', 'second'])
    }),
  ),

  ...bothFaces("GET with when: 'resumable' fails without an ID", async (connect) => {
    const probe = connect('events', withoutId, { reconnect: { when: 'resumable' } })
    await probe.received(1)
    await probe.endpoint.reset()
    equal((await probe.failure()).code, 'not-resumable')
    equal((await probe.endpoint.state()).requests.length, 1)
  }),

  ...bothFaces("GET with when: 'resumable' resumes with an ID", async (connect) => {
    const probe = connect('events', withId, { reconnect: { when: 'resumable' } })
    await probe.received(1)
    await probe.endpoint.reset()
    equal(await probe.data(2), ['first', 'second'])
  }),

  ...bothFaces('fails with reconnect: false', async (connect) => {
    const probe = connect('events', withId, { reconnect: false })
    await probe.received(1)
    await probe.endpoint.reset()
    equal((await probe.failure()).code, 'network')
    equal((await probe.endpoint.state()).requests.length, 1)
  }),

  ...bothFaces('GET reconnects when the server hangs up instead of answering', async (connect) => {
    const probe = connect('hang-up,events', { stream: ['', 'data: second\n\n'] })
    equal(await probe.data(1), ['second'])
    const { error } = await probe.lost(1)
    equal([error.code, error.attempt], ['network', 1])
  }),

  ...bothFaces('POST fails when the server hangs up instead of answering', async (connect) => {
    const probe = connect('hang-up,events', {}, post)
    equal((await probe.failure()).code, 'not-resumable')
    equal((await probe.endpoint.state()).requests.length, 1)
  }),

  ...(['GET', 'POST'] as const).flatMap((method): FaceCase[] => [
    {
      name: `FetchEventSource: ${method} to a port where no one listens yet`,
      async run(context) {
        const endpoint = context.endpoint()
        const url = endpoint.url(
          'events',
          { stream: 'data: at last\n\n' },
          await endpoint.reserve(),
        )
        const init = method === 'GET' ? {} : { ...post, lastEventId: '7' }
        const probe = context.watchSource(endpoint, url, init)
        equal((await probe.lost(2)).error.code, 'network')
        await endpoint.listen()
        equal(await probe.data(1), ['at last'])
      },
    },
    {
      name: `fetchEvents: ${method} to a port where no one listens yet`,
      async run(context) {
        const endpoint = context.endpoint()
        const url = endpoint.url(
          'events',
          { stream: 'data: at last\n\n' },
          await endpoint.reserve(),
        )
        const init = method === 'GET' ? {} : { ...post, lastEventId: '7' }
        const probe = context.watchLoop(endpoint, url, init)
        equal((await probe.lost(2)).error.code, 'network')
        await endpoint.listen()
        equal(await probe.data(1), ['at last'])
      },
    },
  ]),

  ...bothFaces('an abort that is not of our own is a lost connection', async (connect) => {
    const foreign = new AbortController()
    const probe = connect('events', withId, {
      fetch: (url, init) => {
        const signal = AbortSignal.any([init.signal, foreign.signal])
        return fetch(url, foreign.signal.aborted ? init : { ...init, signal })
      },
    })
    await probe.received(1)
    foreign.abort()
    equal(await probe.data(2), ['first', 'second'])
    equal((await probe.lost(1)).error.code, 'network')
  }),

  ...only(
    'page',
    bothFaces('a response that the page may not read is a lost connection', async (connect) => {
      const probe = connect('no-cors,events', { stream: ['data: secret\n\n', 'data: open\n\n'] })
      equal(await probe.data(1), ['open'])
      equal((await probe.lost(1)).error.code, 'network')
    }),
  ),

  ...['ftp://127.0.0.1/events', 'about:blank', 'javascript:0'].map((url): FaceCase => ({
    name: `FetchEventSource: ${url}, which fetch cannot do, fails for good`,
    async run(context) {
      const probe = context.watchSource(context.endpoint(), url)
      equal((await probe.failure()).code, 'network')
      equal(probe.losses, [])
    },
  })),

  {
    name: 'FetchEventSource: reads a data: URL',
    async run(context) {
      const url = 'data:text/event-stream,data:%20inline%0A%0A'
      const probe = context.watchSource(context.endpoint(), url, { reconnect: false })
      await probe.done()
      equal(await probe.received(1), [
        { type: 'message', data: 'inline', lastEventId: '', origin: 'null' },
      ])
    },
  },
]
