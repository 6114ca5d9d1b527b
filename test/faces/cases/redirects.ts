import { headerBytes } from '../../setup/client.ts'
import { equal } from '../assert.ts'
import { bothFaces, type FaceCase, post } from '../face-case.ts'

const stream = ['', 'id: 7\ndata: a\n\n', '', 'data: b\n\n']

/** Redirects are followed, as fetch does. */
export const redirects: FaceCase[] = [
  ...[301, 302, 303, 307, 308].flatMap((status) => [
    ...bothFaces(`${status} in the same origin`, async (connect, { server }) => {
      const probe = connect(`redirect-${status},events`, { stream })
      equal((await probe.received(1))[0]!.origin, server.origin)
      const { requests } = await probe.endpoint.state()
      equal(
        requests.map(({ listener }) => listener),
        ['main', 'main'],
      )
      equal(probe.losses, [])
    }),

    ...bothFaces(
      `${status} to another origin, which is that of the events`,
      async (connect, { server }) => {
        const probe = connect(`redirect-${status},events`, { stream, to: 'other' })
        equal((await probe.received(1))[0]!.origin, server.otherOrigin)
        const { requests } = await probe.endpoint.state()
        equal(
          requests.map(({ listener }) => listener),
          ['main', 'other'],
        )
      },
    ),
  ]),

  ...[301, 302, 303].flatMap((status) =>
    bothFaces(`${status} makes a GET of a POST`, async (connect) => {
      const probe = connect(`redirect-${status},events`, { stream }, post)
      await probe.received(1)
      const { requests } = await probe.endpoint.state()
      equal(
        requests.map(({ method, body }) => [method, body]),
        [
          ['POST', 'question'],
          ['GET', ''],
        ],
      )
    }),
  ),

  ...[307, 308].flatMap((status) =>
    bothFaces(`${status} sends a POST again`, async (connect) => {
      const probe = connect(`redirect-${status},events`, { stream, to: 'other' }, post)
      await probe.received(1)
      const { requests } = await probe.endpoint.state()
      equal(
        requests.map(({ method, body, listener }) => [method, body, listener]),
        [
          ['POST', 'question', 'main'],
          ['POST', 'question', 'other'],
        ],
      )
    }),
  ),

  ...bothFaces('a reconnection begins at the first URL again', async (connect, { server }) => {
    const route = 'redirect-307,end,redirect-307,events'
    const probe = connect(route, { stream, to: 'other' })
    equal(await probe.data(2), ['a', 'b'])
    const { requests } = await probe.endpoint.state()
    equal(
      requests.map((request) => [request.listener, headerBytes(request, 'last-event-id')[0]]),
      [
        ['main', undefined],
        ['other', undefined],
        ['main', '7'],
        ['other', '7'],
      ],
    )
    equal(probe.events[1]!.origin, server.otherOrigin)
  }),

  ...bothFaces('Authorization goes along in the same origin', async (connect) => {
    const headers = { authorization: 'Bearer token' }
    const probe = connect('redirect-307,events', { stream }, { headers })
    await probe.received(1)
    equal(headerBytes(await probe.endpoint.request(2), 'authorization'), ['Bearer token'])
  }),

  ...bothFaces('Authorization does not go to another origin', async (connect) => {
    const headers = { authorization: 'Bearer token' }
    const probe = connect('redirect-307,events', { stream, to: 'other' }, { headers })
    await probe.received(1)
    const { requests } = await probe.endpoint.state()
    equal(
      requests.map((request) => headerBytes(request, 'authorization')),
      [['Bearer token'], []],
    )
  }),

  ...bothFaces("redirect: 'error' makes a lost connection of it", async (connect) => {
    const init = { redirect: 'error', reconnect: false } as const
    const probe = connect('redirect-307,events', { stream }, init)
    equal((await probe.failure()).code, 'network')
    equal((await probe.endpoint.state()).requests.length, 1)
  }),

  ...bothFaces('round in circles is a lost connection', async (connect) => {
    const probe = connect('redirect-302', {}, { reconnect: false })
    equal((await probe.failure()).code, 'network')
  }),

  {
    name: 'FetchEventSource: url stays what was asked for',
    async run(context) {
      const probe = context.connectSource('redirect-307,events', { stream, to: 'other' })
      await probe.received(1)
      equal(new URL(probe.source.url).origin, context.server.origin)
    },
  },
]
