import type { Opening } from '../../../src/index.ts'
import { equal, ok } from '../assert.ts'
import { bothFaces, type FaceCase } from '../face-case.ts'

/** What is told of a connection that opens, and every event alike. */
export const opening: FaceCase[] = [
  ...bothFaces('onOpen tells the response, the attempt and what it resumes', async (connect) => {
    const openings: Opening[] = []
    const onOpen = (opening: Opening) => openings.push(opening)
    const probe = connect('end,events', { stream: 'id: 7\ndata: a\n\n' }, { onOpen })
    await probe.opened(2)
    equal(
      openings.map(({ attempt, resumedFrom }) => [attempt, resumedFrom]),
      [
        [1, ''],
        [2, '7'],
      ],
    )
    const { status, headers, url, redirected } = openings[0]!.response
    ok(headers.get('content-type')!.startsWith('text/event-stream'), 'headers')
    equal(
      [status, url.split('?')[0], redirected],
      [200, `${probe.endpoint.origin}/end,events`, false],
    )
    ok(!('body' in openings[0]!.response), 'no body')
  }),

  ...bothFaces('after a redirect it says so', async (connect, { server }) => {
    const openings: Opening[] = []
    const probe = connect(
      'redirect-307,end',
      { to: 'other' },
      { onOpen: (opening) => openings.push(opening), reconnect: false },
    )
    await probe.done()
    const { url, redirected } = openings[0]!.response
    ok(redirected && url.startsWith(server.otherOrigin), 'the URL in the end')
  }),

  {
    name: 'FetchEventSource: the open event has the same, after onOpen',
    async run(context) {
      const seen: unknown[] = []
      const onOpen = (opening: Opening) => seen.push(opening)
      const probe = context.connectSource('events', {}, { lastEventId: '3', onOpen })
      await new Promise<void>((resolve) => {
        probe.source.onopen = ({ response, attempt, resumedFrom }) => {
          seen.push({ response, attempt, resumedFrom })
          resolve()
        }
      })
      equal(seen.length, 2)
      equal(seen[1], { ...(seen[0] as Opening) })
      equal((seen[0] as Opening).resumedFrom, '3')
    },
  },

  ...bothFaces('onOpen that throws is reported, and stops nothing', async (connect, context) => {
    const bug = new Error('a bug')
    const onOpen = () => {
      throw bug
    }
    const probe = connect('events', { stream: 'data: a\n\n' }, { onOpen })
    equal(await probe.data(1), ['a'])
    equal(await context.uncaught.take(1), [bug])
  }),

  ...bothFaces('onEvent gets every event, of whatever type, parsed', async (connect) => {
    const seen: unknown[] = []
    const all = Promise.withResolvers<void>()
    const stream = 'data: 1\n\nevent: price\ndata: 2\n\nevent: error\ndata: 3\n\n'
    const init = {
      parse: Number,
      onEvent: ({ type, data }: { type: string; data: unknown }) => {
        if (seen.push([type, data]) === 3) all.resolve()
      },
    }
    connect('events', { stream }, init)
    await all.promise
    equal(seen, [
      ['message', 1],
      ['price', 2],
      ['error', 3],
    ])
  }),

  ...bothFaces('onEvent is called before who reads the event', async (connect) => {
    const order: string[] = []
    const init = { onEvent: ({ data }: { data: unknown }) => order.push(`onEvent ${data}`) }
    const probe = connect('events', { stream: 'data: 1\n\ndata: 2\n\n' }, init)
    const { push } = probe.events
    probe.events.push = (event) => {
      order.push(`reader ${event.data}`)
      return push.call(probe.events, event)
    }
    await probe.received(2)
    equal(order, ['onEvent 1', 'reader 1', 'onEvent 2', 'reader 2'])
  }),

  ...bothFaces('onEvent that closes stops at once', async (connect) => {
    let close = () => {}
    const seen: unknown[] = []
    const onEvent = ({ data }: { data: unknown }) => {
      seen.push(data)
      close()
    }
    const probe = connect('events', { stream: 'data: 1\n\ndata: 2\n\n' }, { onEvent })
    close = () => probe.close()
    await probe.ended()
    equal(seen, ['1'])
  }),
]
