import type { Attempt } from '../../../src/index.ts'
import { headerBytes } from '../../setup/client.ts'
import { equal, ok } from '../assert.ts'
import { bothFaces, type FaceCase, methods, only, post } from '../face-case.ts'

function oneShot(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('streamed'))
      controller.close()
    },
  })
}

/** `headers` and `body` as functions, called before every attempt; and bodies that can be sent only once. */
export const perAttempt: FaceCase[] = [
  ...bothFaces('are called before every attempt', async (connect) => {
    const attempts: Attempt[] = []
    const probe = connect(
      'end,end,events',
      { stream: ['id: 1\ndata: a\n\n', 'id: 2\ndata: b\n\n'] },
      {
        method: 'POST',
        reconnect: { when: 'always' },
        headers: async (attempt) => {
          attempts.push(attempt)
          return { 'x-attempt': `${attempt.number}` }
        },
        body: ({ number }) => `body ${number}`,
      },
    )
    await probe.opened(3)
    const { requests } = await probe.endpoint.state()
    equal(
      requests.map((request) => [headerBytes(request, 'x-attempt')[0], request.body]),
      [
        ['1', 'body 1'],
        ['2', 'body 2'],
        ['3', 'body 3'],
      ],
    )
    equal(
      attempts.map(({ number, failures, lastEventId, error }) => [
        number,
        failures,
        lastEventId,
        error?.code,
      ]),
      [
        [1, 0, '', undefined],
        [2, 0, '1', 'network'],
        [3, 0, '2', 'network'],
      ],
    )
    equal(
      attempts.map(({ signal }) => signal.aborted),
      [true, true, false],
    )
    probe.close()
    equal(attempts[2]!.signal.aborted, true)
  }),

  ...methods.flatMap(([method, init]) => [
    ...bothFaces(`${method} tries again after headers threw`, async (connect) => {
      const cause = new Error('no token')
      const seen: unknown[] = []
      const headers = ({ error }: Attempt) => {
        seen.push(error)
        if (seen.length === 1) throw cause
        return {}
      }
      const probe = connect('events', {}, { ...init, headers })
      await probe.opened()
      const { error } = await probe.lost(1)
      equal([error.code, error.cause, error.attempt], ['request', cause, 1])
      equal(seen, [undefined, error])
      equal((await probe.endpoint.state()).requests.length, 1)
    }),

    ...bothFaces(`${method} tries again after headers gave what fetch refuses`, async (connect) => {
      let calls = 0
      const headers = () => (++calls === 1 ? { 'not a name': 'x' } : {})
      const probe = connect('events', {}, { ...init, headers })
      await probe.opened()
      equal((await probe.lost(1)).error.code, 'request')
    }),
  ]),

  ...bothFaces('POST tries again after body rejected', async (connect) => {
    let calls = 0
    const body = async () => {
      if (++calls === 1) throw new Error('no body')
      return 'question'
    }
    const probe = connect('events', {}, { method: 'POST', body })
    await probe.opened()
    equal((await probe.lost(1)).error.code, 'request')
    equal((await probe.endpoint.request(1)).body, 'question')
  }),

  ...bothFaces('fails after headers threw with reconnect: false', async (connect) => {
    const headers = () => {
      throw new Error('no token')
    }
    const probe = connect('events', {}, { headers, reconnect: false })
    equal((await probe.failure()).code, 'request')
    equal((await probe.endpoint.state()).requests, [])
  }),

  ...bothFaces('close() while headers is under way sends nothing', async (connect, context) => {
    let signal: AbortSignal | undefined
    const asked = Promise.withResolvers<void>()
    const probe = connect(
      'events',
      {},
      {
        headers: (attempt) => {
          signal = attempt.signal
          asked.resolve()
          return new Promise<never>(() => {})
        },
      },
    )
    await asked.promise
    probe.close()
    await probe.ended()
    ok(signal?.aborted, 'the signal of the attempt is aborted')
    await context.roundTrip()
    equal((await probe.endpoint.state()).requests, [])
  }),

  ...bothFaces('a body that is a stream cannot be sent twice', async (connect) => {
    const reconnect = { when: 'always' as const }
    const probe = connect('end', {}, { method: 'POST', body: oneShot(), reconnect })
    const error = await probe.failure()
    equal(error.code, 'body-not-replayable')
    ok((await probe.endpoint.state()).requests.length <= 1, 'at most one request')
  }),

  // Browsers send streams over HTTP/2 only.
  ...only('no page', [
    ...bothFaces('a body that is a stream is sent once', async (connect) => {
      const stream = 'data: answer\n\n'
      const probe = connect('end', { stream }, { method: 'POST', body: oneShot() })
      await probe.done()
      equal(await probe.data(1), ['answer'])
      equal((await probe.endpoint.request(1)).body, 'streamed')
    }),

    ...bothFaces('a body that is a stream waits for headers that threw first', async (connect) => {
      let calls = 0
      const headers = () => {
        if (++calls === 1) throw new Error('no token')
        return {}
      }
      const probe = connect('events', {}, { method: 'POST', body: oneShot(), headers })
      await probe.opened()
      equal((await probe.endpoint.request(1)).body, 'streamed')
    }),

    ...bothFaces('a function makes a stream for every attempt', async (connect) => {
      const reconnect = { when: 'always' as const }
      const probe = connect('end,events', {}, { method: 'POST', body: oneShot, reconnect })
      const { requests } = await probe.endpoint.until({ requests: 2 })
      equal(
        requests.map(({ body }) => body),
        ['streamed', 'streamed'],
      )
      await probe.opened(2)
    }),
  ]),

  ...bothFaces(
    'a POST with a Blob, a form or bytes is sent as such, each time',
    async (connect) => {
      const init = { ...post, reconnect: { when: 'always' as const } }
      const bodies = [
        new Blob(['blob']),
        new URLSearchParams({ a: 'b' }),
        new TextEncoder().encode('bytes'),
      ]
      for (const [index, body] of bodies.entries()) {
        const probe = connect('end,events', {}, { ...init, body })
        const { requests } = await probe.endpoint.until({ requests: 2 })
        const sent = ['blob', 'a=b', 'bytes'][index]!
        equal(
          requests.map(({ body }) => body),
          [sent, sent],
        )
        probe.close()
      }
    },
  ),
]
