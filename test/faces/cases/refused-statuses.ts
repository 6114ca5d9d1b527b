import { equal, ok } from '../assert.ts'
import { bothFaces, type FaceCase, methods } from '../face-case.ts'

const transient = [408, 425, 429, 500, 502, 503, 504]

/** Statuses that are not 200: they fail, but for 204 and for those that the option `statuses` names. */
export const refusedStatuses: FaceCase[] = [
  ...[201, 206, 400, 404, ...transient].flatMap((status) =>
    bothFaces(`${status} fails`, async (connect) => {
      const probe = connect(`status-${status}`)
      const error = await probe.failure()
      equal([error.code, error.status, error.attempt], ['http-status', status, 1])
      equal((await probe.endpoint.state()).requests.length, 1)
    }),
  ),

  ...bothFaces('404 fails for a POST too', async (connect) => {
    const probe = connect('status-404', {}, { method: 'POST', body: '' })
    equal((await probe.failure()).code, 'http-status')
  }),

  ...methods.flatMap(([method, init]) => [
    ...transient.flatMap((status) =>
      bothFaces(`${method} reconnects after a transient ${status}`, async (connect) => {
        const reconnect = { statuses: 'transient' as const }
        const probe = connect(`status-${status},events`, {}, { ...init, reconnect })
        await probe.opened()
        const { error } = await probe.lost(1)
        equal([error.code, error.status], ['http-status', status])
      }),
    ),

    ...bothFaces(`${method} reconnects after a status of the list`, async (connect) => {
      const reconnect = { statuses: [404, 503] }
      const probe = connect('status-404,status-503,events', {}, { ...init, reconnect })
      await probe.opened()
      equal(
        probe.losses.map(({ error }) => error.status),
        [404, 503],
      )
    }),

    ...bothFaces(`${method} fails after a status that is not in the list`, async (connect) => {
      const reconnect = { statuses: [503] }
      const probe = connect('status-503,status-404', {}, { ...init, reconnect })
      equal((await probe.failure()).status, 404)
      equal((await probe.endpoint.state()).requests.length, 2)
    }),

    ...bothFaces(`${method} is done after a 204`, async (connect) => {
      const probe = connect('status-204', {}, init)
      await probe.done()
      equal((await probe.endpoint.state()).requests.length, 1)
    }),
  ]),

  ...bothFaces('a transient status that is not, fails', async (connect) => {
    const probe = connect('status-501', {}, { reconnect: { statuses: 'transient' } })
    equal((await probe.failure()).status, 501)
  }),

  ...bothFaces('a 204 after a stream is the end of it', async (connect) => {
    const probe = connect('end,status-204', { stream: 'data: all\n\n' })
    await probe.done()
    equal(await probe.data(1), ['all'])
  }),

  {
    name: "FetchEventSource: closes for 'no-content' after a 204, with an error event",
    async run(context) {
      const probe = context.connectSource('status-204')
      equal((await probe.source.closed).reason, 'no-content')
      equal(
        probe.errors.map(({ status, reconnectIn }) => [status, reconnectIn]),
        [[204, null]],
      )
    },
  },

  ...bothFaces('waits as long as Retry-After says in seconds', async (connect) => {
    const reconnect = { statuses: 'transient' as const }
    const probe = connect('status-503,events', { retryAfter: '1' }, { reconnect })
    const { error, reconnectIn } = await probe.lost(1)
    equal([error.retryAfter, reconnectIn], [1000, 1000])
    const { requests } = await probe.endpoint.until({ requests: 2 })
    const gap = requests[1]!.arrivedAt - requests[0]!.arrivedAt
    ok(gap >= 995, `at least a second between the requests, not ${gap} ms`)
  }),

  ...bothFaces('waits until the date of Retry-After', async (connect) => {
    const retryAfter = new Date(Date.now() + 60_000).toUTCString()
    const reconnect = { statuses: [429] }
    const probe = connect('status-429', { retryAfter }, { reconnect })
    const { error, reconnectIn } = await probe.lost(1)
    equal(error.retryAfter, reconnectIn)
    ok(reconnectIn > 50_000 && reconnectIn <= 60_000, `about a minute, not ${reconnectIn} ms`)
  }),

  ...bothFaces('waits no longer than usual after a date that has passed', async (connect) => {
    const retryAfter = new Date(0).toUTCString()
    const reconnect = { statuses: [429] }
    const probe = connect('status-429,events', { retryAfter }, { reconnect })
    equal((await probe.lost(1)).reconnectIn, 1)
    await probe.opened()
  }),

  ...bothFaces('waits at least the usual, whatever Retry-After says', async (connect) => {
    const reconnect = { statuses: [429], delay: 60_000, maxDelay: 60_000 }
    const probe = connect('status-429', { retryAfter: '1' }, { reconnect })
    equal((await probe.lost(1)).reconnectIn, 60_000)
  }),

  ...bothFaces('ignores a Retry-After that says nothing', async (connect) => {
    const probe = connect(
      'status-503,events',
      { retryAfter: 'soon' },
      { reconnect: { statuses: [503] } },
    )
    const { error, reconnectIn } = await probe.lost(1)
    equal([error.retryAfter, reconnectIn], [undefined, 1])
    await probe.opened()
  }),

  ...bothFaces('tells what Retry-After says when it fails', async (connect) => {
    const probe = connect('status-503', { retryAfter: '120' })
    equal((await probe.failure()).retryAfter, 120_000)
  }),
]
