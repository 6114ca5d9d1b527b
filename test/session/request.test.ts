import { describe, expect, test, vi } from 'vitest'
import { EventSourceError, type FetchEventSourceInit, type FetchLikeInit } from '../../src/index.ts'
import { readOptions } from '../../src/session/options.ts'
import {
  buildRequest,
  isBodyless,
  isOneShot,
  readMethod,
  refusalByFetch,
} from '../../src/session/request.ts'

const url = 'https://example.com/events'

/** What is sent at the attempt that resumes from that ID. */
function request(
  init: FetchEventSourceInit = {},
  lastEventId = '',
  target = url,
  isBodySent = false,
) {
  const { signal } = new AbortController()
  const attempt = { number: 1, failures: 0, lastEventId, error: undefined, signal }
  return buildRequest(target, readOptions(init), attempt, isBodySent)
}

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

describe('a method', () => {
  test.for(['get', 'head', 'Post', 'pUT', 'delete', 'options'])('%s is normalized', (method) => {
    expect(readMethod(method)).toBe(method.toUpperCase())
  })

  test.for(['patch', 'query', 'gets', 'aget', 'a!#$%&*+.^`|~-b'])('%s is left', (method) => {
    expect(readMethod(method)).toBe(method)
  })

  test.for(['', 'GE T', ' GET', 'GET ', 'GET\n', 'GÉT', 1, null])('%j is none', (method) => {
    expect(() => readMethod(method)).toThrow('method: expected a method such as POST')
  })

  test('GET and HEAD have no body', () => {
    expect(['GET', 'HEAD', 'POST', 'get'].map(isBodyless)).toEqual([true, true, false, false])
  })
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

describe('the last event ID', () => {
  const sent = async (lastEventId: string) => {
    const { init } = await request({}, lastEventId)
    return Buffer.from(init.headers['last-event-id']!, 'latin1').toString('utf8')
  }

  test.for(['1', 'a b', 'é', '中', '🙂', 'tab\there', '{"at":"1"}'])(
    '%j is sent in UTF-8',
    async (id) => {
      expect(await sent(id)).toBe(id)
    },
  )

  test("is sent in UTF-8 also where happy-dom's navigator says that it is WebKit", async () => {
    const { navigator, Headers } = new (await import('happy-dom')).Window()
    expect(navigator.userAgent).toContain('AppleWebKit')
    vi.stubGlobal('navigator', navigator)
    expect(await sent('é中🙂')).toBe('é中🙂')
    vi.stubGlobal('Headers', Headers)
    expect(await sent('é中🙂')).toBe('é中🙂')
    vi.unstubAllGlobals()
  })

  test('is not sent when it is empty', async () => {
    expect((await request()).init.headers).not.toHaveProperty('last-event-id')
    expect((await request({ lastEventIdParam: 'id' })).url).toBe(url)
  })

  test('goes by the header, up to 8 KiB of it in UTF-8', async () => {
    const carrierOf = async (id: string) => (await request({}, id)).carrier
    expect(await carrierOf('7')).toBe('header')
    expect(await carrierOf('a'.repeat(8192))).toBe('header')
    expect(await carrierOf('a'.repeat(8193))).toBe('unsendable')
    expect(await carrierOf('é'.repeat(4096))).toBe('header')
    expect(await carrierOf('é'.repeat(4097))).toBe('unsendable')
  })

  test('that no header of WebKit can carry is left out', async () => {
    vi.stubGlobal(
      'Error',
      class {
        line = 1
      },
    )
    const { init, carrier } = await request({}, '中')
    vi.unstubAllGlobals()
    expect(init.headers).not.toHaveProperty('last-event-id')
    expect(carrier).toBe('unsendable')
  })

  test.for(['\u0001', 'a\u007fb', 'a\nb', 'a\rb', '\u0000', ' ', '\t', ' \t '])(
    '%j is left out, as no header can carry it',
    async (id) => {
      const { init, carrier } = await request({}, id)
      expect(init.headers).not.toHaveProperty('last-event-id')
      expect(carrier).toBe('unsendable')
    },
  )

  test("goes before a header of the caller's own", async () => {
    const { init } = await request({ headers: { 'Last-Event-ID': 'old' } }, 'new')
    expect(init.headers['last-event-id']).toBe('new')
  })
})

describe('lastEventIdParam', () => {
  const withId = async (target: string, id = '7', lastEventIdParam = 'from') =>
    (await request({ lastEventIdParam }, id, target)).url

  // What URLSearchParams would write in another way: a signature over it would no longer fit.
  const signed = 'X-Sig=a%2fb+c%20d~e*f(g)!&flag&empty=&%c3%a9=%C3%A9'

  test('that is not set leaves any query as it is', async () => {
    const { url: target } = await request({}, '7', `${url}?undefined=1`)
    expect(target).toBe(`${url}?undefined=1`)
  })

  test('leaves a signed query as it is, byte for byte', async () => {
    expect(await withId(`${url}?${signed}`)).toBe(`${url}?${signed}&from=7`)
  })

  test('replaces its own parameter, and leaves the others as they are', async () => {
    expect(await withId(`${url}?from=1&${signed}`)).toMatch(/[?&]from=7(&|$)/)
    expect(await withId(`${url}?from=1&${signed}`)).not.toContain('from=1')
    expect(await withId(`${url}?from=1&${signed}`)).toContain(signed)
    expect(await withId(`${url}?${signed}&from=1&from=2`)).toContain(`?${signed}`)
  })

  test.for([
    [url, `${url}?from=7`],
    [`${url}?`, `${url}?from=7`],
    [`${url}#part`, `${url}?from=7#part`],
    [`${url}?a=1#part`, `${url}?a=1&from=7#part`],
    [`${url}?afrom=1`, `${url}?afrom=1&from=7`],
  ])('%s becomes %s', async ([target, expected]) => {
    expect(await withId(target!)).toBe(expected)
  })

  test.for(['é中🙂', 'a&b=c#d', 'a b+c', '%20', '\u0001', 'two\nlines', ' '])(
    'carries %j, that a server reads as it was',
    async (id) => {
      expect(new URL(await withId(url, id)).searchParams.get('from')).toBe(id)
    },
  )

  test('may have any name', async () => {
    expect(new URL(await withId(url, '7', 'a&b=ü')).searchParams.get('a&b=ü')).toBe('7')
  })

  test('sends no header, which would cost a preflight', async () => {
    const { init, carrier } = await request({ lastEventIdParam: 'from' }, '7')
    expect(init.headers).toEqual({ accept: 'text/event-stream' })
    expect(carrier).toBe('parameter')
  })
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

describe('that fetch refuses the request itself', () => {
  const init = { method: 'GET', headers: {}, signal: new AbortController().signal }
  const cause = new TypeError('Failed to fetch https://example.com/?token=secret')

  test('is said by what a Request refuses too, with its cause and without what is secret', () => {
    const error = refusalByFetch(cause, url, { ...init, method: 'TRACE' })!
    expect(error).toMatchObject({ code: 'request', cause })
    expect(error.message).toContain('fetch refuses the request: Failed to fetch')
    expect(error.message).not.toContain('secret')
  })

  test('is not, where a Request takes it, or is missing', () => {
    expect(refusalByFetch(cause, url, init)).toBeUndefined()
    vi.stubGlobal('Request', undefined)
    expect(refusalByFetch(cause, url, { ...init, method: 'TRACE' })).toBeUndefined()
    vi.unstubAllGlobals()
  })

  test('is not, where fetch throws anything but a TypeError, or is the caller’s own', () => {
    const bad = { ...init, method: 'TRACE' }
    expect(refusalByFetch(new Error('a bug'), url, bad)).toBeUndefined()
    expect(refusalByFetch(cause, url, undefined)).toBeUndefined()
    expect(refusalByFetch({ code: 'request' }, url, bad)).toBeUndefined()
  })

  test('is, where a fetch of the caller says so', () => {
    const said = new EventSourceError('request', 'no such topic')
    expect(refusalByFetch(said, url, undefined)).toBe(said)
    expect(refusalByFetch(new EventSourceError('network', 'lost'), url, undefined)).toBeUndefined()
  })
})
