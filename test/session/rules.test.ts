import { expect, test, vi, afterEach } from 'vitest'
import {
  EventSourceError,
  FetchEventSource,
  type FetchLikeInit,
  type Attempt,
} from '../../src/index.ts'
import { parseRetryAfter } from '../../src/session/retry-after.ts'
import { redactText, whyFutile, withParameter } from '../../src/session/url.ts'
import { nextError, openSource } from '../setup/fake-fetch.ts'

const url = 'https://example.com/events'

afterEach(() => {
  vi.useRealTimers()
})

test.for<[string, number | undefined]>([
  ['60', 60_000],
  ['60.5', 61_000],
  ['4274.5', 4_275_000],
  ['Wed, 21 Oct 2026 07:28:10 GMT', 10_000],
  ['Wednesday, 21-Oct-26 07:28:10 GMT', 10_000],
  ['Wed Oct 21 07:28:10 2026', 10_000],
  ['2026-10-21', undefined],
  ['-1', undefined],
  ['', undefined],
])('Retry-After: %s waits %s ms', ([value, expected]) => {
  vi.useFakeTimers({ now: Date.UTC(2026, 9, 21, 7, 28) })
  expect(parseRetryAfter(value)).toBe(expected)
})

test('an attempt that a callback writes to changes no request', async () => {
  const { server } = openSource({
    lastEventId: '7',
    headers: (attempt: Attempt) => {
      expect(Object.isFrozen(attempt)).toBe(true)
      return {}
    },
  })
  expect((await server.next()).lastEventId).toBe('7')
})

test('headers as a one-shot iterator arrive', async () => {
  const headers = new Map([['x-a', '1']]).entries() as unknown as HeadersInit
  const { server } = openSource({ headers })
  expect((await server.next()).init.headers['x-a']).toBe('1')
})

test("credentials, mode and redirect are left out, as fetch's own defaults", async () => {
  const { init } = await openSource().server.next()
  for (const name of ['credentials', 'mode', 'redirect']) expect(init).not.toHaveProperty(name)
})

test('a wrong argument of the global fetch fails for good', async () => {
  const source = new FetchEventSource(url, { mode: 'navigate' })
  const { reason, error } = await source.closed
  expect([reason, error?.code]).toEqual(['failed', 'request'])
})

test.for(['chrome-extension://a/b', 'app://host/events', 'capacitor://localhost/'])(
  '%s is asked for',
  (address) => expect(whyFutile(address)).toBeUndefined(),
)

test('a signal without reason or throwIfAborted closes all the same', async () => {
  const signal = Object.assign(new EventTarget(), { aborted: false }) as unknown as AbortSignal
  const { server, source } = openSource({ signal })
  await server.next()
  signal.dispatchEvent(new Event('abort'))
  expect(await source.closed).toEqual({ reason: 'aborted' })
})

test('401, a new token, a lost connection, 401: asked again', async () => {
  const { server, source } = openSource({
    headers: () => ({}),
    reconnect: { delay: 0, maxDelay: 0 },
  })
  ;(await server.next()).refuse(401)
  ;(await server.next()).fail()
  ;(await server.next()).refuse(401)
  ;(await server.next()).open()
  expect(source.readyState).not.toBe(2)
})

test('401, asked again, but replaced before there was an answer, 401: asked again', async () => {
  const asked: (number | undefined)[] = []
  const { server, source } = openSource({
    headers: ({ error }) => {
      asked.push(error?.status)
      return {}
    },
    reconnect: { delay: 0, maxDelay: 0 },
  })
  ;(await server.next()).refuse(401)
  await server.next()
  // Who is asked now knows of no 401, and may send the old token.
  source.reconnect()
  ;(await server.next()).refuse(401)
  ;(await server.next()).refuse(401)
  expect(await source.closed).toMatchObject({ reason: 'failed', error: { status: 401 } })
  expect(asked).toEqual([undefined, 401, undefined, 401])
})

test.for(['headers', 'body', 'request'])(
  'connectTimeout bounds %s, and aborts its signal',
  async (name) => {
    let signal: AbortSignal | undefined
    const stuck = (attempt: Attempt) => {
      signal ??= attempt.signal
      return new Promise<never>(() => {})
    }
    const { source } = openSource({
      method: 'POST',
      connectTimeout: 10,
      reconnect: { when: 'lost' },
      [name]: stuck,
    })
    expect((await nextError(source)).error).toMatchObject({ code: 'connect-timeout', attempt: 1 })
    expect(signal?.aborted).toBe(true)
  },
)

test.for(['data: a\n\ndata: b\n', 'data: a\n\nda'])(
  'a POST that ends within %j was cut',
  async (text) => {
    const { server, source } = openSource({ method: 'POST' })
    ;(await server.next()).open(text).end()
    expect(await source.closed).toMatchObject({ reason: 'failed', error: { code: 'incomplete' } })
  },
)

test('the query is taken out of every URL in a text', () => {
  expect(redactText('at https://a.example/$&x?key=1#f (https://b.example/?key=2)')).not.toMatch(
    'key',
  )
})

test.for<[string, string, string]>([
  ['?a=1&&b=2', '7', '?a=1&&b=2&id=7'],
  ['??id=1', '7', '??id=1&id=7'],
  ['?id=7&a=1', '', '?a=1'],
])('lastEventIdParam: %s with ID %j is %s', ([query, id, expected]) => {
  expect(withParameter(url + query, 'id', id)).toBe(url + expected)
})

test.for([
  ['\u00a0', true],
  ['\u3000', true],
  ['x'.repeat(8193), false],
  ['\u4e2d'.repeat(4000), false],
] as const)('an ID is sent unless no server would take it', async ([lastEventId, isSent]) => {
  const { init } = await openSource({ lastEventId }).server.next()
  expect('last-event-id' in init.headers).toBe(isSent)
})

test('unknown keys of reconnect are named', () => {
  const init = { reconnect: { delya: 1 } as object }
  expect(() => new FetchEventSource(url, init)).toThrow(/reconnect: expected no delya/)
})

test('an error event has the HTTP status as its code', async () => {
  const { server, source } = openSource()
  const failed = nextError(source)
  ;(await server.next()).refuse(401)
  expect(await failed).toMatchObject({ code: 401, status: 401 })
})

test('an error survives JSON and structuredClone', () => {
  const error = new EventSourceError('http-status', 'no', { status: 503, attempt: 2 })
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({
    message: 'http-status: no',
    code: 'http-status',
    status: 503,
    attempt: 2,
  })
  expect(structuredClone(error).message).toMatch(/^http-status: /)
})

test('an event that the server names error reaches onerror, with data', async () => {
  const { server, source } = openSource()
  const got = new Promise<{ data?: unknown; error?: unknown }>(
    (resolve) => (source.onerror = resolve),
  )
  ;(await server.next()).open('event: error\ndata: busy\n\n')
  expect(await got).toMatchObject({ data: 'busy' })
  expect((await got).error).toBeUndefined()
})

test.each([
  ['does not starve timers', 0],
  ['nor does a listener that takes long', 5],
])('a body that always has a chunk ready %s', async (_what, milliseconds) => {
  const chunk = new TextEncoder().encode('data: a\n\n')
  const body = {
    locked: false,
    getReader: () => ({ read: async () => ({ value: chunk }), cancel() {} }),
  }
  const headers = new Headers({ 'content-type': 'text/event-stream' })
  const fetch = async (_: string, __: FetchLikeInit) => ({ status: 200, url, headers, body })
  const source = new FetchEventSource(url, { fetch: fetch as never })
  let events = 0
  source.onmessage = () => {
    events++
    const end = performance.now() + milliseconds
    while (performance.now() < end);
  }
  await new Promise((resolve) => setTimeout(resolve, 1))
  await new Promise((resolve) => setTimeout(resolve, 1))
  source.close()
  if (milliseconds > 0) expect(events).toBeLessThan(100)
})

test('Web IDL: the tag, enumerable members, a TypeError without a URL, the override symbol', () => {
  expect(Object.prototype.toString.call(FetchEventSource.prototype)).toBe('[object EventSource]')
  expect(Object.keys(FetchEventSource.prototype)).toEqual(
    expect.arrayContaining(['url', 'readyState', 'onopen', 'close']),
  )
  expect(() => new (FetchEventSource as unknown as new () => object)()).toThrow(TypeError)
  expect(Reflect.get(FetchEventSource, Symbol.for('eventsource.supports-fetch-override'))).toBe(
    true,
  )
})

test('reconnect() in onEvent takes no event from the listeners: the next connection resumes after it', async () => {
  const seen: string[] = []
  const { server, source } = openSource({
    onEvent: ({ data }) => data === 'a' && source.reconnect(),
  })
  source.onmessage = ({ data }) => seen.push(data)
  const first = await server.next()
  first.open('id: 1\ndata: a\n\nid: 2\ndata: b\n\n')
  const second = await server.next()
  expect(second.lastEventId).toBe('1')
  second.open('id: 2\ndata: b\n\n')
  await vi.waitFor(() => expect(seen).toEqual(['a', 'b']))
})
