import type { FetchLikeInit } from '../../../src/index.ts'
import { headerBytes } from '../../setup/client.ts'
import { equal, ok, thrown } from '../assert.ts'
import { bothFaces, type FaceCase } from '../face-case.ts'

/** A `fetch` that notes what it gets, and does it. */
function noting() {
  const seen: FetchLikeInit[] = []
  const noted = (url: string, init: FetchLikeInit) => {
    seen.push(init)
    return fetch(url, init)
  }
  return { seen, fetch: noted }
}

/** What of `init` reaches `fetch`, and what reaches the server. */
export const requestInit: FaceCase[] = [
  ...bothFaces('asks for an event stream that no cache has touched', async (connect) => {
    const { seen, fetch } = noting()
    const probe = connect('events', {}, { fetch })
    const request = await probe.endpoint.request(1)
    equal([request.method, request.body], ['GET', ''])
    equal(headerBytes(request, 'accept'), ['text/event-stream'])
    equal(headerBytes(request, 'cache-control'), ['no-cache'])
    equal((await probe.endpoint.state()).preflights, 0)
    // What fetch does by itself is not said: some refuse to be told.
    const { cache, mode, credentials, redirect } = seen[0]!
    equal([cache, mode, credentials, redirect], ['no-store', undefined, undefined, undefined])
  }),

  ...bothFaces(
    'hands everything else to fetch, what it does not know included',
    async (connect) => {
      const { seen, fetch } = noting()
      const given = {
        priority: 'high',
        cache: 'reload',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        keepalive: false,
        unknown: { to: 'fetch' },
      } as const
      const probe = connect('events', {}, { ...given, fetch })
      await probe.opened()
      equal<object>({ ...seen[0], ...given }, { ...seen[0] })
    },
  ),

  ...bothFaces('keeps its own options to itself', async (connect) => {
    const { seen, fetch } = noting()
    const probe = connect(
      'events',
      {},
      {
        fetch,
        lastEventId: '1',
        idleTimeout: 5000,
        maxEventSize: 1000,
        onComment() {},
        parse: String,
      },
    )
    await probe.opened()
    equal(Object.keys(seen[0]!).toSorted(), ['cache', 'headers', 'method', 'signal'])
  }),

  ...bothFaces('withCredentials is credentials: include', async (connect) => {
    const { seen, fetch } = noting()
    const probe = connect('events', {}, { fetch, withCredentials: true })
    await probe.opened()
    equal(seen[0]!.credentials, 'include')
  }),

  ...bothFaces('gives fetch a signal that ends with the attempt', async (connect) => {
    const { seen, fetch } = noting()
    const probe = connect('end,events', {}, { fetch, signal: new AbortController().signal })
    await probe.opened(2)
    equal(
      seen.map(({ signal }) => signal.aborted),
      [true, false],
    )
    probe.close()
    equal(seen[1]!.signal.aborted, true)
  }),

  ...bothFaces('looks up globalThis.fetch at each attempt', async (connect, context) => {
    const original = globalThis.fetch
    context.afterwards(() => (globalThis.fetch = original))
    const probe = connect('events', {}, {})
    await probe.opened()
    let calls = 0
    globalThis.fetch = (input, init) => {
      if (String(input).startsWith(`${probe.endpoint.origin}/events?`)) calls++
      return original(input, init)
    }
    await probe.endpoint.end()
    await probe.opened(2)
    equal(calls, 1)
  }),

  ...[
    ['a record', { 'X-Name': 'value', accept: 'text/event-stream, */*' }],
    [
      'pairs',
      [
        ['X-Name', 'value'],
        ['Accept', 'text/event-stream, */*'],
      ],
    ],
    ['Headers', new Headers({ 'x-name': 'value', accept: 'text/event-stream, */*' })],
  ].flatMap(([what, headers]) =>
    bothFaces(`sends headers given as ${what as string}`, async (connect) => {
      const probe = connect('events', {}, { headers: headers as HeadersInit })
      const request = await probe.endpoint.request(1)
      equal(headerBytes(request, 'x-name'), ['value'])
      equal(headerBytes(request, 'accept'), ['text/event-stream, */*'])
    }),
  ),

  ...bothFaces('sends a header in Latin-1, as fetch does', async (connect) => {
    const probe = connect('events', {}, { headers: { 'x-name': 'é' } })
    equal(headerBytes(await probe.endpoint.request(1), 'x-name'), ['é'])
  }),

  ...bothFaces('sends a query as it was written', async (connect) => {
    const probe = connect('events', { from: 'a b+c%20/é' })
    const { url } = await probe.endpoint.request(1)
    equal(new URL(url, 'http://localhost').searchParams.get('from'), 'a b+c%20/é')
  }),

  ...bothFaces('knows a method in lower case', async (connect) => {
    const post = connect('end', {}, { method: 'post', body: 'question' })
    await post.done()
    equal((await post.endpoint.request(1)).method, 'POST')
    const get = connect('end,events', {}, { method: 'get' })
    await get.opened(2)
    equal((await get.endpoint.request(2)).method, 'GET')
  }),

  ...(
    [
      ['a header name that is none', { headers: { 'not a name': '' } }, ''],
      ['a header value that is none', { headers: { name: 'two\nlines' } }, ''],
      ['a body with GET', { body: 'question' }, 'body'],
      ['a fetch that is no function', { fetch: 'fetch' }, 'fetch'],
      ['a delay that is no number', { reconnect: { delay: '1s' } }, 'reconnect.delay'],
      ['a delay of NaN', { reconnect: { delay: NaN } }, 'reconnect.delay'],
      ['an idleTimeout of 0', { idleTimeout: 0 }, 'idleTimeout'],
      ['a when that is none', { reconnect: { when: 'never' } }, 'reconnect.when'],
      ['statuses that are none', { reconnect: { statuses: 503 } }, 'reconnect.statuses'],
      ['a parse that is none', { parse: 'json' }, 'parse'],
      ['a signal that is none', { signal: 'stop' }, 'signal'],
    ] as [string, object, string][]
  ).map(([what, init, name]): FaceCase => ({
    name: `both faces: throw a TypeError at once for ${what}`,
    async run({ millrace }) {
      const { FetchEventSource, fetchEvents } = millrace
      const url = 'http://127.0.0.1/'
      for (const construct of [
        () => new FetchEventSource(url, init),
        () => fetchEvents(url, init),
      ]) {
        const error = thrown(construct)
        ok(
          error instanceof TypeError && error.message.includes(name),
          `a TypeError that names ${name}`,
        )
      }
    },
  })),
]
