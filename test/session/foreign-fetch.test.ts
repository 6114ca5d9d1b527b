import { Readable } from 'node:stream'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { type EventSourceError, FetchEventSource, fetchEvents } from '../../src/index.ts'
import { listen } from '../setup/listen.ts'

const url = 'https://example.com/events'
const text = 'id: 1\ndata: a\n\n'
const bytes = new TextEncoder().encode(text)

/** What a foreign `fetch` gives: only so much of a response as it has. */
function answer(response: object) {
  const headers = new Headers({ 'content-type': 'text/event-stream' })
  const given = { status: 200, url, headers, ...response }
  return vi.fn(async () => given) as ReturnType<typeof vi.fn> & (() => Promise<never>)
}

/** The data of the first event, or the code of the error that a loop ends with. */
async function first(fetch: unknown): Promise<string> {
  const stream = fetchEvents(url, { fetch: fetch as typeof globalThis.fetch, reconnect: false })
  try {
    const { value, done } = await stream.next()
    return done ? 'done' : value.data
  } catch (error) {
    return (error as EventSourceError).code
  } finally {
    stream.close()
  }
}

describe('a body', () => {
  test.for<[string, () => unknown, string]>([
    ['a Node stream', () => Readable.from([bytes]), 'a'],
    ['a Node stream of text', () => Readable.from([text]), 'a'],
    ['an async iterable', () => Readable.from([bytes])[Symbol.asyncIterator](), 'a'],
    ['null', () => null, 'done'],
    ['undefined', () => undefined, 'not-streamable'],
    ['text', () => text, 'not-streamable'],
    ['bytes', () => bytes, 'not-streamable'],
    ['a Blob', () => new Blob([text]), 'not-streamable'],
    ['a stream of numbers', () => Readable.toWeb(Readable.from([1])), 'not-streamable'],
    ['a stream that errors with anything', () => erroring(Object.create(null)), 'network'],
    ['a stream that is locked', () => locked(), 'not-streamable'],
  ])('that is %s', async ([, body, expected]) => {
    expect(await first(answer({ body: body() }))).toBe(expected)
  })

  test('that cannot be streamed fails once, before open is told', async () => {
    const fetch = answer({ body: undefined })
    const onOpen = vi.fn()
    const source = new FetchEventSource(url, { fetch, onOpen })
    const { reason, error } = await source.closed
    expect([reason, error?.code, source.readyState]).toEqual(['failed', 'not-streamable', 2])
    expect(error?.message).toContain("the option 'fetch'")
    expect(onOpen).not.toHaveBeenCalled()
    expect(fetch).toHaveBeenCalledOnce()
  })

  test.for<[string, object]>([
    ['has no cancel', { cancel: undefined }],
    ['throws', { cancel: () => raise() }],
    ['gives no promise', { cancel: () => undefined }],
    ['rejects', { cancel: () => Promise.reject(new Error('no')) }],
  ])('whose cancel %s is given up all the same', async ([, cancel]) => {
    // Of a refused response, and of a stream that is closed.
    for (const status of [200, 500]) {
      const never = new Promise<never>(() => {})
      const reader = { read: () => never, releaseLock: () => raise(), ...cancel }
      const body = { locked: false, getReader: () => reader, ...cancel }
      const source = new FetchEventSource(url, { fetch: answer({ status, body }) })
      await new Promise((resolve) => {
        source.onopen = source.onerror = resolve
      })
      expect(() => source.close()).not.toThrow()
      expect((await source.closed).reason).toBe(status === 200 ? 'closed' : 'failed')
    }
  })
})

describe('a fetch', () => {
  test.for<[string, unknown, string]>([
    ['that throws', () => raise(), 'network'],
    ['that rejects with anything', () => Promise.reject(Object.create(null)), 'network'],
    ['that gives no promise', () => new Response(text, { headers: sse }), 'a'],
    ['that gives nothing', () => undefined, 'not-streamable'],
    ['without headers', async () => ({ status: 200, url, body: null }), 'content-type'],
    ['without a URL', answer({ url: undefined, body: Readable.from([bytes]) }), 'a'],
    ['with a relative URL', answer({ url: '/other', body: Readable.from([bytes]) }), 'a'],
  ])('%s', async ([, fetch, expected]) => {
    expect(await first(fetch)).toBe(expected)
  })

  test('of node:http, whose response is a Node stream that breaks, is reconnected', async () => {
    let count = 0
    const origin = await listen((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(`retry: 1\nid: ${++count}\ndata: ${count}\n\n`, () => response.destroy())
    })
    const { get } = await import('node:http')
    const fetch = (target: string, { headers, signal }: RequestInit) =>
      new Promise<never>((resolve, reject) => {
        const request = get(target, { headers: headers as never, signal: signal! }, (body) => {
          const { statusCode: status, headers } = body
          resolve({ status, url: target, headers: new Headers(headers as never), body } as never)
        })
        request.on('error', reject)
      })
    const stream = fetchEvents(`${origin}/`, { fetch: fetch as never })
    onTestFinished(() => stream.close())
    const data: string[] = []
    for await (const event of stream) if (data.push(event.data) === 3) break
    expect(data).toEqual(['1', '2', '3'])
  })
})

test("a request that the runtime's fetch refuses fails for good: it would be refused again", async () => {
  vi.stubGlobal(
    'AbortController',
    class extends EventTarget {
      signal = Object.assign(new EventTarget(), { aborted: false })
      abort() {}
    },
  )
  const source = new FetchEventSource('http://127.0.0.1:9/')
  const { reason, error } = await source.closed
  vi.unstubAllGlobals()
  expect([reason, error?.code, error?.phase]).toEqual(['failed', 'request', 'unsent'])
})

test('a signal that has neither reason nor throwIfAborted aborts with an AbortError', async () => {
  const signal = Object.assign(new EventTarget(), { aborted: false }) as unknown as AbortSignal
  const stream = fetchEvents(url, { fetch: () => new Promise<never>(() => {}), signal })
  const next = stream.next()
  Object.assign(signal, { aborted: true })
  signal.dispatchEvent(new Event('abort'))
  await expect(next).rejects.toMatchObject({ name: 'AbortError' })
})

const sse = { 'content-type': 'text/event-stream' }

function raise(): never {
  throw new Error('of the foreign fetch')
}

function erroring(error: unknown): ReadableStream {
  return new ReadableStream({ start: (controller) => controller.error(error) })
}

function locked(): ReadableStream {
  const stream = new ReadableStream()
  stream.getReader()
  return stream
}
