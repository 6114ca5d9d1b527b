import type { Attempt } from '../../../src/index.ts'
import { headerBytes } from '../../setup/client.ts'
import { equal, ok } from '../assert.ts'
import { bothFaces, type FaceCase, methods, post } from '../face-case.ts'
import type { Probe } from '../probe.ts'

const toGet = ({ lastEventId }: Attempt) => (lastEventId ? { method: 'GET' } : {})

/** The option `request`: what changes from one attempt to the next. */
export const attemptRequest: FaceCase[] = [
  ...bothFaces('a URL that is signed anew for each attempt', async (connect, context) => {
    const probe: Probe = connect(
      'end',
      { from: 'first', stream: ['data: a\n\n', 'data: b\n\n'] },
      {
        request: async ({ number }) => ({
          url: probe.endpoint.url(
            'end,events',
            { from: `${number}`, stream: ['data: a\n\n', 'data: b\n\n'] },
            context.server.otherOrigin,
          ),
        }),
      },
    )
    const events = await probe.received(2)
    const { requests } = await probe.endpoint.until({ requests: 2 })
    equal(
      requests.map(({ url }) => new URL(url, 'http://x').searchParams.get('from')),
      ['1', '2'],
    )
    equal(
      events.map(({ origin }) => origin),
      [context.server.otherOrigin, context.server.otherOrigin],
    )
    ok(probe.url.includes('from=first'), 'url stays the first one')
  }),

  ...(['end', 'cut'] as const).flatMap((how) =>
    bothFaces(`a POST whose stream has an ID is resumed by GET after ${how}`, async (connect) => {
      const stream = ['id: 7\ndata: a\n\n', 'data: b\n\n']
      const reconnect = how === 'end' ? { when: 'always' as const } : {}
      const probe = connect('events,events', { stream }, { ...post, request: toGet, reconnect })
      await probe.received(1)
      await probe.endpoint[how]()
      equal(await probe.data(2), ['a', 'b'])
      const { requests } = await probe.endpoint.until({ requests: 2 })
      equal(
        requests.map((request) => [
          request.method,
          request.body,
          headerBytes(request, 'last-event-id')[0],
        ]),
        [
          ['POST', 'question', undefined],
          ['GET', '', '7'],
        ],
      )
    }),
  ),

  ...bothFaces('what follows goes by the method that was sent last', async (connect) => {
    // A GET that ended cleanly is asked again, a POST is done.
    const stream = ['id: 7\ndata: a\n\n', 'data: b\n\n', 'data: c\n\n']
    const probe = connect('events,end,events', { stream }, { ...post, request: toGet })
    await probe.received(1)
    await probe.endpoint.cut()
    equal(await probe.data(3), ['a', 'b', 'c'])
  }),

  ...bothFaces('what it gives wins over headers and body; the rest stays', async (connect) => {
    const probe = connect(
      'events',
      {},
      {
        ...post,
        headers: { 'x-own': 'option' },
        request: () => ({ body: 'given', headers: { 'x-given': '1' } }),
      },
    )
    const request = await probe.endpoint.request(1)
    equal(
      [
        request.method,
        request.body,
        headerBytes(request, 'x-own'),
        headerBytes(request, 'x-given'),
      ],
      ['POST', 'given', [], ['1']],
    )
    await probe.opened()
  }),

  ...bothFaces('giving nothing changes nothing', async (connect) => {
    const probe = connect('events', {}, { ...post, request: () => undefined })
    const request = await probe.endpoint.request(1)
    equal([request.method, request.body], ['POST', 'question'])
    await probe.opened()
  }),

  ...methods.flatMap(([method, init]) =>
    bothFaces(`${method}: one that throws sends nothing, and is asked again`, async (connect) => {
      let calls = 0
      const request = () => {
        if (++calls === 1) throw new Error('no signature')
        return {}
      }
      const probe = connect('events', {}, { ...init, request })
      await probe.opened()
      const { error } = await probe.lost(1)
      equal([error.code, error.phase], ['request', 'unsent'])
      equal((await probe.endpoint.state()).requests.length, 1)
    }),
  ),

  ...bothFaces('a 401 asks it once more', async (connect) => {
    const seen: unknown[] = []
    const request = ({ error }: Attempt) => {
      seen.push(error?.status)
      return {}
    }
    const probe = connect('status-401,events', {}, { request })
    await probe.opened()
    equal(seen, [undefined, 401])
  }),
]
