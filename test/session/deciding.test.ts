// What is true while a promise of `reconnect.decide` is pending.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  FetchEventSource,
  type EventSourceError,
  type FetchEventSourceInit,
} from '../../src/index.ts'
import { openSource } from '../setup/fake-fetch.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

type Answer = boolean | number | undefined

/** A source whose first connection was refused with 503, and that waits for `decide`. */
async function deciding(init: FetchEventSourceInit = {}) {
  const asked = Promise.withResolvers<EventSourceError>()
  const { promise, resolve: answer, reject } = Promise.withResolvers<Answer>()
  const decide = vi.fn((error: EventSourceError) => {
    asked.resolve(error)
    return decide.mock.calls.length === 1 ? promise : undefined
  })
  const { server, source } = openSource({ ...init, reconnect: { decide, ...init.reconnect } })
  const errors: (number | null | undefined)[] = []
  source.addEventListener('error', ({ reconnectIn }) => errors.push(reconnectIn))
  ;(await server.next()).refuse(503, { 'retry-after': '60' })
  await asked.promise
  return { server, source, decide, errors, answer, reject }
}

test('nothing is told, and no request made, however long it takes', async () => {
  const { server, source, errors, decide, answer } = await deciding()
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(source.readyState).toBe(0)
  expect(errors).toEqual([])
  expect(server.exchanges).toHaveLength(1)
  expect(decide).toHaveBeenCalledTimes(1)
  answer(70)
  await vi.advanceTimersByTimeAsync(0)
  // A number goes before Retry-After, and is counted from the answer.
  expect(errors).toEqual([70])
  await vi.advanceTimersByTimeAsync(69)
  expect(server.exchanges).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(server.exchanges).toHaveLength(2)
})

test('true waits for Retry-After as ever', async () => {
  const { errors, answer } = await deciding()
  answer(true)
  await vi.advanceTimersByTimeAsync(0)
  expect(errors).toEqual([60_000])
})

test.for([
  { what: 'close()', act: (source: FetchEventSource) => source.close(), reason: 'closed' },
  { what: 'an abort', act: (_: FetchEventSource, abort: () => void) => abort(), reason: 'aborted' },
])('$what wins, whatever is decided after it', async ({ act, reason }) => {
  for (const decision of [0, true, false, undefined]) {
    const controller = new AbortController()
    const { server, source, errors, answer } = await deciding({ signal: controller.signal })
    act(source, () => controller.abort())
    expect(source.readyState).toBe(2)
    answer(decision)
    await vi.advanceTimersByTimeAsync(600_000)
    expect(await source.closed).toEqual({ reason })
    expect(errors).toEqual([])
    expect(server.exchanges).toHaveLength(1)
  }
})

test.for([0, true, false, undefined])('reconnect() wins over %s', async (decision) => {
  const { server, source, errors, answer } = await deciding()
  source.reconnect()
  const exchange = await server.next()
  exchange.open()
  answer(decision)
  await vi.advanceTimersByTimeAsync(600_000)
  expect(source.readyState).toBe(1)
  expect(errors).toEqual([])
  expect(server.exchanges).toHaveLength(2)
})

test('what rejects after close() is reported all the same, and undoes nothing', async () => {
  const reportError = vi.fn()
  vi.stubGlobal('reportError', reportError)
  const { source, reject } = await deciding()
  source.close()
  const bug = new Error('a bug')
  reject(bug)
  await vi.advanceTimersByTimeAsync(0)
  expect(reportError).toHaveBeenCalledExactlyOnceWith(bug)
  expect(source.readyState).toBe(2)
  vi.unstubAllGlobals()
})

test.for([
  { what: 'close()', act: (source: FetchEventSource) => source.close() },
  { what: 'reconnect()', act: (source: FetchEventSource) => source.reconnect() },
  { what: 'the answer', act: () => {} },
])('the refused body is there until $what, and then cancelled', async ({ act }) => {
  const cancel = vi.fn()
  const asked = Promise.withResolvers<void>()
  const { promise, resolve: answer } = Promise.withResolvers<boolean>()
  const decide = () => {
    asked.resolve()
    return promise
  }
  const fetch = async () => new Response(new ReadableStream({ cancel }), { status: 503 })
  const source = new FetchEventSource('https://example.com/', { fetch, reconnect: { decide } })
  await asked.promise
  await vi.advanceTimersByTimeAsync(60_000)
  expect(cancel).not.toHaveBeenCalled()
  act(source)
  answer(false)
  await vi.advanceTimersByTimeAsync(0)
  expect(cancel).toHaveBeenCalled()
  source.close()
})
