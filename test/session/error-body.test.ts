// How much of a refused response's body is read, and for how long.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type EventSourceError, FetchEventSource } from '../../src/index.ts'
import { readErrorBody } from '../../src/session/error-body.ts'
import { readChunks } from '../../src/stream/chunks.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

/** A source that is refused with a body of these chunks, which never ends by itself. */
function refused(chunks: (string | Uint8Array)[], errorBody: number) {
  const cancel = vi.fn()
  const pulls = { count: 0 }
  const left = chunks.map((chunk) =>
    typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk,
  )
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const chunk = left.shift()
        if (!chunk) return new Promise(() => {})
        pulls.count++
        controller.enqueue(chunk)
        return undefined
      },
      cancel,
    },
    { highWaterMark: 0 },
  )
  const fetch = async () => new Response(body, { status: 500 })
  const source = new FetchEventSource('https://example.com/', { fetch, errorBody })
  return { source, cancel, pulls }
}

test('stops at so many bytes, and pulls no more', async () => {
  const { source, cancel, pulls } = refused(['abc', 'def', 'ghi'], 5)
  const { error } = await source.closed
  expect(error).toMatchObject({ status: 500, body: 'abcde' })
  expect(pulls.count).toBe(2)
  expect(cancel).toHaveBeenCalledOnce()
})

test('pulls no more where a chunk ends at so many bytes', async () => {
  const { source, pulls } = refused(['abc', 'def', 'ghi'], 6)
  expect((await source.closed).error!.body).toBe('abcdef')
  expect(pulls.count).toBe(2)
})

test('reads text as bytes, leaves out what a generator returns, and gives the body up', async () => {
  async function* body() {
    yield 'é'
    yield 'bc'
    return 'returned'
  }
  const cancel = vi.fn()
  const read = (size: number) => readErrorBody({ ...readChunks(body()), cancel }, size)
  expect(await read(3)).toBe('éb')
  expect(await read(100)).toBe('ébc')
  expect(cancel).toHaveBeenCalledTimes(2)
  expect(vi.getTimerCount()).toBe(0)
})

test('counts bytes, not characters, over chunks that cut them', async () => {
  const bytes = new TextEncoder().encode('é🙂é')
  const { source } = refused([bytes.subarray(0, 1), bytes.subarray(1, 4), bytes.subarray(4)], 6)
  expect((await source.closed).error!.body).toBe('é🙂')
})

test('waits five seconds, and no more, for what does not come', async () => {
  const { source, cancel } = refused(['{"error":'], 1000)
  const closed = vi.fn()
  void source.closed.then(closed)
  await vi.advanceTimersByTimeAsync(4999)
  expect(closed).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  expect(closed).toHaveBeenCalledOnce()
  expect((await source.closed).error!.body).toBe('{"error":')
  expect(cancel).toHaveBeenCalledOnce()
})

test('a body that breaks gives what there was of it, and the error of the status', async () => {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('half'))
    },
    pull(controller) {
      controller.error(new TypeError('reset'))
    },
  })
  const fetch = async () => new Response(body, { status: 500 })
  const source = new FetchEventSource('https://example.com/', { fetch, errorBody: 1000 })
  expect((await source.closed).error).toMatchObject({ code: 'http-status', body: 'half' })
})

test('no body is an empty text', async () => {
  const fetch = async () => new Response(null, { status: 500 })
  const source = new FetchEventSource('https://example.com/', { fetch, errorBody: 1000 })
  expect((await source.closed).error!.body).toBe('')
})

test('close() while it waits ends it, and leaves no timer', async () => {
  const { source, cancel } = refused(['half'], 1000)
  await vi.advanceTimersByTimeAsync(1000)
  source.close()
  expect(await source.closed).toEqual({ reason: 'closed' })
  await vi.advanceTimersByTimeAsync(0)
  expect(cancel).toHaveBeenCalledOnce()
  expect(vi.getTimerCount()).toBe(0)
})

test('decide gets the text', async () => {
  const fetch = async () => new Response('overloaded', { status: 529 })
  const decide = vi.fn((_error: EventSourceError) => false)
  const source = new FetchEventSource('https://example.com/', {
    fetch,
    errorBody: 1000,
    reconnect: { decide },
  })
  await source.closed
  expect(decide.mock.calls[0]![0]).toMatchObject({ status: 529, body: 'overloaded' })
})
