// A connection that may have died while the page slept.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { FetchEventSourceInit } from '../../src/index.ts'
import { openSource } from '../setup/fake-fetch.ts'
import { stubDocument } from '../setup/stub-globals.ts'

const DOUBT = 15_000

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

/** A source with a stream that began with `text`, and a page that can wake. */
async function opened(text: string, init: FetchEventSourceInit = { checkOnWake: true }) {
  const page = stubDocument()
  const { server, source } = openSource(init)
  const exchange = await server.next()
  exchange.open(text)
  await vi.advanceTimersByTimeAsync(0)
  return { page, server, source, exchange }
}

test('one on which nothing has come for long is replaced, and resumed', async () => {
  const { page, server, source, exchange } = await opened('id: 7\ndata: a\n\n')
  await vi.advanceTimersByTimeAsync(DOUBT + 1)
  page.show()
  expect(exchange.isAborted).toBe(true)
  expect(source.readyState).toBe(0)
  expect((await server.next()).lastEventId).toBe('7')
})

test('one on which something came of late is left alone', async () => {
  const { page, server, exchange } = await opened('id: 7\ndata: a\n\n')
  await vi.advanceTimersByTimeAsync(DOUBT)
  exchange.send(':\n')
  await vi.advanceTimersByTimeAsync(DOUBT)
  page.show()
  expect(exchange.isAborted).toBe(false)
  expect(server.exchanges).toHaveLength(1)
})

test('one that has only opened of late is left alone', async () => {
  const { page, exchange } = await opened('', { checkOnWake: true, lastEventId: '7' })
  await vi.advanceTimersByTimeAsync(DOUBT)
  page.show()
  expect(exchange.isAborted).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  page.show()
  expect(exchange.isAborted).toBe(true)
})

test.for<[string, string, FetchEventSourceInit]>([
  ['one without an ID to resume from', 'data: a\n\n', { checkOnWake: true }],
  ['any, without the option', 'id: 7\ndata: a\n\n', {}],
])('%s is left alone', async ([, text, init]) => {
  const { page, server, exchange } = await opened(text, init)
  await vi.advanceTimersByTimeAsync(2 * DOUBT)
  page.show()
  expect(exchange.isAborted).toBe(false)
  expect(server.exchanges).toHaveLength(1)
})

test('a wait is left alone, and so is an attempt without an answer', async () => {
  const { page, server, exchange } = await opened('id: 7\nretry: 60000\ndata: a\n\n')
  exchange.end()
  await vi.advanceTimersByTimeAsync(2 * DOUBT)
  page.show()
  await vi.advanceTimersByTimeAsync(0)
  expect(server.exchanges).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(60_000)
  const second = server.exchanges[1]!
  await vi.advanceTimersByTimeAsync(2 * DOUBT)
  page.show()
  expect(second.isAborted).toBe(false)
})

test('after close() no one listens to the page', async () => {
  const { page, source } = await opened('id: 7\ndata: a\n\n')
  expect(page.listeners).toBe(1)
  source.close()
  expect(page.listeners).toBe(0)
})
