import { headerBytes } from '../../setup/client.ts'
import { equal } from '../assert.ts'
import { bothFaces, type FaceCase, post } from '../face-case.ts'

/** "Stream ended cleanly": GET and HEAD reconnect; for other methods that was the answer, and it is over. */
export const cleanEnd: FaceCase[] = [
  ...bothFaces('GET reconnects, from where it was', async (connect) => {
    const probe = connect('end,events', { stream: ['id: 7\ndata: first\n\n', 'data: second\n\n'] })
    equal(await probe.data(2), ['first', 'second'])
    const { requests } = await probe.endpoint.state()
    equal(
      requests.map((request) => headerBytes(request, 'last-event-id')),
      [[], ['7']],
    )
    equal(
      requests.map(({ ended }) => ended?.by),
      ['server', undefined],
    )
    equal((await probe.lost(1)).error.code, 'network')
  }),

  ...bothFaces('GET reconnects after a stream that ends with its connection', async (connect) => {
    const probe = connect('close-delimited,events', { stream: ['data: 1\n\n', 'data: 2\n\n'] })
    equal(await probe.data(2), ['1', '2'])
  }),

  ...bothFaces('GET reconnects after a stream without a byte', async (connect) => {
    const probe = connect('end,end,events')
    await probe.opened(3)
    equal((await probe.endpoint.state()).requests.length, 3)
  }),

  ...bothFaces('an event without its blank line is dropped', async (connect) => {
    const stream = ['id: 7\ndata: half', 'data: second\n\n']
    const probe = connect('end,events', { stream })
    const { origin } = probe.endpoint
    equal(await probe.received(1), [{ type: 'message', data: 'second', lastEventId: '', origin }])
    equal(headerBytes(await probe.endpoint.request(2), 'last-event-id'), [])
  }),

  ...bothFaces('HEAD reconnects', async (connect) => {
    const probe = connect('end', {}, { method: 'HEAD' })
    const { requests } = await probe.endpoint.until({ requests: 3 })
    equal(
      requests.slice(0, 3).map(({ method }) => method),
      ['HEAD', 'HEAD', 'HEAD'],
    )
  }),

  ...['POST', 'PUT', 'DELETE'].flatMap((method) =>
    bothFaces(`${method} is done`, async (connect) => {
      const init = { method, body: 'question' }
      const probe = connect('end,events', { stream: 'id: 7\ndata: answer\n\n' }, init)
      await probe.done()
      equal(await probe.data(1), ['answer'])
      equal(probe.losses, [])
      const { requests } = await probe.endpoint.state()
      equal(
        requests.map(({ method, body }) => [method, body]),
        [[method, 'question']],
      )
    }),
  ),

  ...bothFaces("POST reconnects with when: 'always'", async (connect) => {
    const stream = ['data: first\n\n', 'data: second\n\n']
    const probe = connect('end,events', { stream }, { ...post, reconnect: { when: 'always' } })
    equal(await probe.data(2), ['first', 'second'])
    const { requests } = await probe.endpoint.state()
    equal(
      requests.map(({ method, body }) => [method, body]),
      [
        ['POST', 'question'],
        ['POST', 'question'],
      ],
    )
  }),

  ...(['lost', 'resumable'] as const).flatMap((when) =>
    bothFaces(`GET is done with when: '${when}'`, async (connect) => {
      const probe = connect('end', { stream: 'id: 7\ndata: all\n\n' }, { reconnect: { when } })
      await probe.done()
      equal((await probe.endpoint.state()).requests.length, 1)
    }),
  ),

  ...bothFaces('GET is done with reconnect: false', async (connect) => {
    const probe = connect('end', { stream: 'data: all\n\n' }, { reconnect: false })
    await probe.done()
    equal(await probe.data(1), ['all'])
    equal((await probe.endpoint.state()).requests.length, 1)
  }),
]
