import { describe, expect, test, vi } from 'vitest'
import type { FetchEventSourceInit, FetchLikeInit } from '../../src/index.ts'
import { isOneShot } from '../../src/session/request.ts'
import { request, url } from './request-of.ts'

async function initOf(init?: FetchEventSourceInit): Promise<FetchLikeInit> {
  return (await request(init)).init
}

async function headersOf(init?: FetchEventSourceInit): Promise<Record<string, string>> {
  return (await initOf(init)).headers
}

test('with no options the request is that of the standard, and what fetch does by itself is not said', async () => {
  const { url: target, init, carrier } = await request()
  expect(target).toBe(url)
  expect(carrier).toBe('none')
  expect(init).not.toHaveProperty('body')
  expect(init).toEqual({
    method: 'GET',
    headers: { accept: 'text/event-stream' },
    cache: 'no-store',
    signal: expect.any(AbortSignal),
  })
})

describe('what init says counts', () => {
  test.for<[string, FetchEventSourceInit, Partial<FetchLikeInit>]>([
    ['cache', { cache: 'reload' }, { cache: 'reload' }],
    ['mode', { mode: 'same-origin' }, { mode: 'same-origin' }],
    ['credentials', { credentials: 'omit' }, { credentials: 'omit' }],
    ['redirect', { redirect: 'error' }, { redirect: 'error' }],
    ['withCredentials', { withCredentials: true }, { credentials: 'include' }],
    ['no withCredentials', { withCredentials: false }, {}],
    ['both', { withCredentials: true, credentials: 'omit' }, { credentials: 'include' }],
    ['method', { method: 'post' }, { method: 'POST' }],
    ['body', { method: 'POST', body: 'text' }, { body: 'text' }],
  ])('%s', async ([, init, expected]) => {
    expect(await initOf(init)).toMatchObject(expected)
  })

  test('undefined says nothing', async () => {
    const nothing = {
      cache: undefined,
      mode: undefined,
      credentials: undefined,
      redirect: undefined,
    }
    const { signal: _, ...said } = await initOf(nothing as object)
    expect(said).toEqual({ ...(await initOf()), signal: undefined })
  })

  test('fields that only some runtimes know are handed on as they are', async () => {
    const dispatcher = { dispatch() {} }
    const init = await initOf({ dispatcher, priority: 'low', keepalive: true } as object)
    expect(init).toMatchObject({ dispatcher, priority: 'low', keepalive: true })
    expect((init as unknown as { dispatcher: unknown }).dispatcher).toBe(dispatcher)
  })

  test('its own options are not fields of the request', async () => {
    const init = await initOf({
      lastEventId: '1',
      lastEventIdParam: 'id',
      withCredentials: true,
      reconnect: { delay: 1 },
      connectTimeout: 1,
      idleTimeout: 1,
      eventTimeout: 1,
      maxEventSize: 1,
      pauseWhenHidden: true,
      parse: (data) => data,
      onComment() {},
      trace() {},
      fetch: vi.fn(),
    })
    expect(Object.keys(init).toSorted()).toEqual(
      Object.keys(await initOf({ withCredentials: true })).toSorted(),
    )
  })

  test("the signal is the attempt's, never the caller's", async () => {
    const { signal } = new AbortController()
    expect((await initOf({ signal })).signal).not.toBe(signal)
  })
})

describe('what request gives goes before', () => {
  const own = { method: 'POST', body: 'own', headers: { a: '1' } }

  test('for this attempt, each by itself', async () => {
    const sent = (given: object) => request({ ...own, request: () => given })
    expect(await sent({ method: 'put' })).toMatchObject({
      url,
      init: { method: 'PUT', body: 'own', headers: { a: '1' } },
    })
    expect(await sent({ url: 'https://example.org/' })).toMatchObject({
      url: 'https://example.org/',
      init: { method: 'POST', body: 'own', headers: { a: '1' } },
    })
    expect(await sent({ body: 'other' })).toMatchObject({
      init: { method: 'POST', body: 'other', headers: { a: '1' } },
    })
    const { init } = await sent({ headers: { b: '2' } })
    expect(init).toMatchObject({ method: 'POST', body: 'own' })
    expect(init.headers).toEqual({ accept: 'text/event-stream', b: '2' })
  })

  test('a GET in place of a POST has no body, and a body that is given in its place is not asked for', async () => {
    const body = vi.fn()
    const { init } = await request({ ...own, body, request: () => ({ method: 'GET' }) })
    expect(init).not.toHaveProperty('body')
    await request({ ...own, body, request: () => ({ body: 'other' }) })
    expect(body).not.toHaveBeenCalled()
  })

  test('a stream that was sent is not asked for, where another body is given', async () => {
    const body = new ReadableStream()
    const again = (init: FetchEventSourceInit) =>
      request({ method: 'POST', body, ...init }, '', url, true)
    expect((await again({})).futile).toMatchObject({ code: 'body-not-replayable' })
    expect((await again({})).futile!.message).toMatch(/^body-not-replayable: .*give a function/)
    expect(await again({ request: () => ({ body: 'text' }) })).not.toHaveProperty('futile')
    expect(await again({ body: () => new ReadableStream() })).not.toHaveProperty('futile')
    expect(await again({ body: 'text' })).not.toHaveProperty('futile')
  })
})

test('a URL that no fetch can do is not sent to the platform, only to a fetch of the caller', async () => {
  const { init, futile } = await request({}, '7', 'ws://example.com/')
  expect(futile).toMatchObject({ code: 'network' })
  expect(init).toEqual({ method: 'GET', headers: {}, signal: expect.any(AbortSignal) })
  expect(await request({ fetch: vi.fn() }, '7', 'ws://example.com/')).not.toHaveProperty('futile')
})

describe('headers', () => {
  test.for(['Accept', 'ACCEPT', 'accept'])('%s goes before the default', async (name) => {
    const headers = await headersOf({ headers: { [name]: 'application/json, text/event-stream' } })
    expect(headers).toEqual({ accept: 'application/json, text/event-stream' })
  })

  test.for<[string, HeadersInit]>([
    ['a record', { 'X-A': '1', 'x-b': '2' }],
    [
      'pairs',
      [
        ['X-A', '1'],
        ['x-b', '2'],
      ],
    ],
    ['Headers', new Headers({ 'X-A': '1', 'x-b': '2' })],
  ])('come as %s', async ([, headers]) => {
    const expected = { accept: 'text/event-stream', 'x-a': '1', 'x-b': '2' }
    expect(await headersOf({ headers })).toEqual(expected)
    expect(await headersOf({ headers: () => headers })).toEqual(expected)
    expect(await headersOf({ headers: async () => headers })).toEqual(expected)
  })

  test('given twice are joined', async () => {
    const headers: HeadersInit = [
      ['x-a', '1'],
      ['x-a', '2'],
    ]
    expect(await headersOf({ headers })).toMatchObject({ 'x-a': '1, 2' })
  })

  test('of a function that gives none are the default', async () => {
    expect(await headersOf({ headers: () => undefined as never })).toEqual({
      accept: 'text/event-stream',
    })
  })

  test.for(['Deno', 'Bun'])(
    'on %s say no-cache, which its fetch does not derive',
    async (runtime) => {
      vi.stubGlobal(runtime, {})
      expect(await headersOf()).toEqual({
        accept: 'text/event-stream',
        'cache-control': 'no-cache',
      })
      expect(await headersOf({ headers: { 'Cache-Control': 'max-age=0' } })).toMatchObject({
        'cache-control': 'max-age=0',
      })
      vi.unstubAllGlobals()
      expect(await headersOf()).not.toHaveProperty('cache-control')
    },
  )
})

describe('a body', () => {
  test('that is a stream is sent while the response comes, as Node demands', async () => {
    const streaming = await initOf({ method: 'POST', body: new ReadableStream() })
    expect(streaming).toMatchObject({ duplex: 'half' })
    expect(await initOf({ method: 'POST', body: 'text' })).not.toHaveProperty('duplex')
  })

  test('that is null is none', async () => {
    expect(await initOf({ method: 'POST', body: null })).not.toHaveProperty('body')
  })

  const otherStream = { getReader() {}, locked: false }
  test.for([new ReadableStream(), otherStream, (async function* () {})()])(
    '%o can be sent once',
    (body) => {
      expect(isOneShot(body)).toBe(true)
    },
  )

  test.for([
    undefined,
    null,
    'text',
    new Uint8Array(1),
    new ArrayBuffer(1),
    new Blob(['a']),
    new FormData(),
    new URLSearchParams('a=1'),
    { getReader() {} },
    { locked: false },
    { stream() {}, [Symbol.asyncIterator]() {} },
  ])('%o can be sent again', (body) => {
    expect(isOneShot(body)).toBe(false)
  })
})
