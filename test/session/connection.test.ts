// How one attempt ends: what is stopped, given up and told.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FetchEventSource, type FetchEventSourceInit, type TraceRecord } from '../../src/index.ts'
import { nextError, openSource } from '../setup/fake-fetch.ts'

const url = 'https://example.com/events'
const eventStream = { 'content-type': 'text/event-stream' }

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** A source whose only response has a body that never ends. */
function withBody(init: FetchEventSourceInit, status = 200) {
  const cancel = vi.fn()
  const signals: AbortSignal[] = []
  const fetch = async (_: string, { signal }: { signal: AbortSignal }) => {
    signals.push(signal)
    return new Response(new ReadableStream({ cancel }), { status, headers: eventStream })
  }
  return { source: new FetchEventSource(url, { ...init, fetch }), cancel, signals }
}

const timeouts = { connectTimeout: 1000, idleTimeout: 2000, eventTimeout: 3000 }

test('a source that is closed, or has failed, has no timer left', async () => {
  const waiting = openSource(timeouts)
  await waiting.server.next()
  waiting.source.close()
  const open = withBody(timeouts)
  await vi.advanceTimersByTimeAsync(0)
  expect(open.source.readyState).toBe(1)
  open.source.close()
  const failed = withBody(timeouts, 404)
  await failed.source.closed
  await vi.advanceTimersByTimeAsync(0)
  expect(vi.getTimerCount()).toBe(0)
})

test('eventTimeout counts from the opening on', async () => {
  const { source } = withBody({ eventTimeout: 3000, reconnect: { maxAttempts: 1 } })
  await vi.advanceTimersByTimeAsync(2999)
  expect(source.readyState).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  expect((await source.closed).error).toMatchObject({ cause: { code: 'idle-timeout' } })
})

test('a response that a callback has closed the source on is given up', async () => {
  const { source, cancel } = withBody({
    accept: () => {
      source.close()
      return true
    },
  })
  const onOpen = vi.fn()
  source.onopen = onOpen
  await source.closed
  await vi.advanceTimersByTimeAsync(0)
  expect(cancel).toHaveBeenCalledOnce()
  expect(onOpen).not.toHaveBeenCalled()
})

test.for<TraceRecord['type']>(['request', 'response', 'open', 'lost', 'waiting'])(
  'after close() at the record %s nothing more is asked, told or counted down',
  async (type) => {
    const onOpen = vi.fn()
    const accept = vi.fn(() => true)
    const { server, source } = openSource({
      ...timeouts,
      accept,
      onOpen,
      trace: (record) => record.type === type && source.close(),
    })
    const onError = vi.fn()
    source.onerror = onError
    void server.next().then((exchange) => exchange.open().end())
    await source.closed
    await vi.advanceTimersByTimeAsync(0)
    const reached = ['request', 'response', 'open', 'lost', 'waiting'].indexOf(type)
    expect(server.exchanges).toHaveLength(reached > 0 ? 1 : 0)
    expect(accept).toHaveBeenCalledTimes(reached > 1 ? 1 : 0)
    expect(onOpen).toHaveBeenCalledTimes(reached > 2 ? 1 : 0)
    expect(onError).toHaveBeenCalledTimes(reached > 3 ? 1 : 0)
    expect(vi.getTimerCount()).toBe(0)
  },
)

test('a refused body that someone reads is not aborted by the end of the source', async () => {
  const { source, cancel, signals } = withBody({}, 500)
  const { error } = await source.closed
  const reader = error!.response!.body!.getReader()
  await vi.advanceTimersByTimeAsync(0)
  expect(signals[0]!.aborted).toBe(false)
  expect(cancel).not.toHaveBeenCalled()
  await reader.cancel()
})

test('a 401 leaves its body behind at once, however long the new headers take', async () => {
  const { cancel } = withBody(
    { headers: ({ error }) => (error ? new Promise<never>(() => {}) : {}) },
    401,
  )
  await vi.advanceTimersByTimeAsync(1)
  expect(cancel).toHaveBeenCalledOnce()
})

test('a request that fetch itself refuses was never sent', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('no such method')
  })
  const source = new FetchEventSource(url, { method: 'TRACE' })
  const { reason, error } = await source.closed
  expect(reason).toBe('failed')
  expect(error).toMatchObject({ code: 'request', phase: 'unsent' })
})

/** The error of a connection that fails after a first one that was open, and ended after an ID. */
async function secondFailure(init: FetchEventSourceInit, origin: string): Promise<string> {
  vi.stubGlobal('location', new URL(origin))
  const { server, source } = openSource(init)
  const ended = nextError(source)
  ;(await server.next()).open('id: 8\n\n').end()
  await ended
  const failed = nextError(source)
  await vi.advanceTimersByTimeAsync(60_000)
  ;(await server.next()).fail(new TypeError('Failed to fetch'))
  const { message } = (await failed).error
  expect(message).toContain('The connection failed: Failed to fetch')
  return message
}

const elsewhere = 'https://app.example/'

test('across origins, what had worked without the header may fail for the preflight of it', async () => {
  expect(await secondFailure({}, elsewhere)).toContain('preflight')
})

test.for<[string, FetchEventSourceInit, string]>([
  ['it had worked with the header', { lastEventId: '7' }, elsewhere],
  ['the ID goes by the query', { lastEventIdParam: 'from' }, elsewhere],
  ['the origin is the same', {}, url],
])('it does not where %s', async ([, init, origin]) => {
  expect(await secondFailure(init, origin)).not.toContain('preflight')
})

test('what a foreign reader gives after it was given up is no event any more', async () => {
  const { promise: late, resolve: give } = Promise.withResolvers<{ done: false; value: string }>()
  const bodies = [{ getReader: () => ({ read: () => late, cancel() {} }) }, new ReadableStream()]
  const fetch = async () => ({
    status: 200,
    url,
    headers: new Headers(eventStream),
    body: bodies.shift(),
  })
  const source = new FetchEventSource(url, { fetch: fetch as never })
  const onMessage = vi.fn()
  source.onmessage = onMessage
  await vi.advanceTimersByTimeAsync(0)
  expect(source.readyState).toBe(1)
  source.reconnect()
  await vi.advanceTimersByTimeAsync(0)
  expect(source.readyState).toBe(1)
  give({ done: false, value: 'id: 7\ndata: late\n\n' })
  await vi.advanceTimersByTimeAsync(0)
  expect(onMessage).not.toHaveBeenCalled()
  expect(source.lastEventId).toBe('')
  source.close()
})
