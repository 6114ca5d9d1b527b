// How an attempt carries the last event ID.
import { describe, expect, test, vi } from 'vitest'
import { request, url } from './request-of.ts'

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
