import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { EventSourceError, FetchEventSource, fetchEvents, readEvents } from '../../src/index.ts'
import { createXhrFetch, xhrFetch } from '../../src/xhr.ts'
import { eventStream, listen } from '../setup/listen.ts'
import { NativeXhr } from './native-xhr.ts'

beforeEach(() => vi.stubGlobal('XMLHttpRequest', NativeXhr))
afterEach(() => vi.unstubAllGlobals())

const soon = { reconnect: { delay: 1, jitter: false } } as const

/** A server of numbered events without end, which goes on behind the last event ID. */
function numbers(padding: number): Promise<string> {
  return listen(({ headers }, response) => {
    let id = Number(headers['last-event-id'] ?? 0)
    response.writeHead(200, eventStream)
    const write = () => {
      while (
        !response.destroyed &&
        response.write(`id: ${++id}\ndata: ${'x'.repeat(padding)}\n\n`)
      );
      response.once('drain', write)
    }
    write()
  })
}

describe('maxBytes', () => {
  test('a stream over it is given up, and goes on from the last event ID', async () => {
    const ids: string[] = []
    let attempts = 0
    const events = fetchEvents(await numbers(1000), {
      ...soon,
      fetch: createXhrFetch({ maxBytes: 20_000 }),
      onOpen: () => void attempts++,
    })
    for await (const { lastEventId } of events) if (ids.push(lastEventId) === 300) break
    expect(ids).toEqual(Array.from({ length: 300 }, (_, index) => String(index + 1)))
    expect(attempts).toBeGreaterThan(1)
  })

  test('one long event is read to twice as much, and tells why it was lost', async () => {
    const url = await listen((_, response) => {
      response.writeHead(200, eventStream)
      const write = () => {
        while (!response.destroyed && response.write('data: without an end\n'));
        response.once('drain', write)
      }
      write()
    })
    const init = { reconnect: false, fetch: createXhrFetch({ maxBytes: 1000 }) } as const
    const error: unknown = await fetchEvents(url, init)
      .next()
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'network', message: expect.stringContaining('maxBytes') })
  })

  test.for([0, -1, Number.NaN, '1000'])('%j is refused', (maxBytes) => {
    expect(() => createXhrFetch({ maxBytes: maxBytes as number })).toThrow(
      /^maxBytes: expected a number above 0/,
    )
  })
})

test.for<[what: string, init: object, message: RegExp]>([
  ['a stream as a body', { method: 'POST', body: new ReadableStream() }, /cannot send a stream/],
  ["redirect: 'manual'", { redirect: 'manual' }, /follows redirects/],
])('%s fails for good, and nothing is sent', async ([, init, message]) => {
  let requests = 0
  const url = await listen((_, response) => void (requests++, response.end()))
  const source = new FetchEventSource(url, { ...soon, ...init, fetch: xhrFetch })
  const { reason, error } = await source.closed
  expect(reason).toBe('failed')
  expect(error).toMatchObject({ code: 'request', phase: 'unsent' })
  expect(error!.message).toMatch(message)
  expect(requests).toBe(0)
})

test('where there is no XMLHttpRequest, it says so', async () => {
  vi.stubGlobal('XMLHttpRequest', undefined)
  const error: unknown = await xhrFetch('http://127.0.0.1/').catch((thrown: unknown) => thrown)
  expect(EventSourceError.is(error) && error.message).toMatch(/there is no XMLHttpRequest here/)
})

test('a refused response can be read, as JSON too, and by errorBody', async () => {
  const url = await listen((_, response) =>
    response.writeHead(429, { 'content-type': 'application/json' }).end('{"wait":1}'),
  )
  const read = new FetchEventSource(url, { fetch: xhrFetch })
  const body = new Promise((resolve) =>
    read.addEventListener('error', ({ error }) => resolve(error!.response!.json())),
  )
  expect(await body).toEqual({ wait: 1 })
  const told = await new FetchEventSource(url, { fetch: xhrFetch, errorBody: 5 }).closed
  expect(told.error).toMatchObject({ status: 429, body: '{"wai' })
})

test('readEvents reads what it gives', async () => {
  const url = await listen((_, response) => response.writeHead(200, eventStream).end('data: 1\n\n'))
  const { body, status, headers, redirected, url: from } = await xhrFetch(url)
  expect({ status, redirected, from, type: headers.get('content-type') }).toEqual({
    status: 200,
    redirected: false,
    from: url,
    type: 'text/event-stream',
  })
  const data: string[] = []
  for await (const event of readEvents(body)) data.push(event.data)
  expect(data).toEqual(['1'])
})

test('no cookies go to another origin, though React Native would send them', async () => {
  const made: NativeXhr[] = []
  vi.stubGlobal(
    'XMLHttpRequest',
    class extends NativeXhr {
      constructor() {
        super()
        made.push(this)
      }
    },
  )
  const url = await listen((_, response) => void response.end())
  await xhrFetch(url)
  await xhrFetch(url, { credentials: 'include' })
  expect(made.map(({ withCredentials }) => withCredentials)).toEqual([false, true])
})

test('a character that an XMLHttpRequest shows as U+FFFD until it is whole comes whole', async () => {
  const texts = ['data: \ufffd', 'data: é', 'data: é\n\n']
  class Growing extends NativeXhr {
    override send(): void {
      this.status = 200
      this.readyState = 2
      this.onreadystatechange?.()
      for (const text of texts) {
        this.responseText = text
        this.readyState = 3
        this.onreadystatechange?.()
      }
      this.readyState = 4
      this.onload?.()
    }
  }
  vi.stubGlobal('XMLHttpRequest', Growing)
  const { body } = await xhrFetch('http://127.0.0.1/')
  const parts: string[] = []
  for await (const part of body) parts.push(part)
  expect(parts.join('')).toBe('data: é\n\n')
})

test.for(['before the response', 'while it is read'])(
  'aborted %s, it ends with the reason',
  async (when) => {
    const controller = new AbortController()
    let close: (() => void) | undefined
    const closed = new Promise<void>((resolve) => (close = resolve))
    const url = await listen((request, response) => {
      request.socket.once('close', () => close!())
      if (when === 'while it is read') response.writeHead(200, eventStream).write(':\n')
      else controller.abort(new Error('enough'))
    })
    const read = async () => {
      const { body } = await xhrFetch(url, { signal: controller.signal })
      for await (const _ of body) controller.abort(new Error('enough'))
    }
    await expect(read()).rejects.toThrow('enough')
    await closed
  },
)
