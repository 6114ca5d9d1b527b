import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fetchEvents } from '../../src/index.ts'
import { FakeServer, openSource } from '../setup/fake-fetch.ts'
import { stubDocument } from '../setup/stub-globals.ts'

const hour = 60 * 60 * 1000

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

function turn(): Promise<unknown> {
  return vi.advanceTimersByTimeAsync(0)
}

test('a hidden page drops the connection; a shown one resumes from the last event ID', async () => {
  const document = stubDocument()
  const { server, source } = openSource({ pauseWhenHidden: true })
  const onError = vi.fn()
  source.onerror = onError
  const exchange = await server.next()
  exchange.open('id: 7\ndata: a\n\n')
  await turn()
  expect(source.readyState).toBe(1)

  document.hide()
  expect(source.readyState).toBe(0)
  expect(exchange.isAborted).toBe(true)
  await vi.advanceTimersByTimeAsync(hour)
  expect(server.exchanges).toHaveLength(1)

  document.show()
  expect((await server.next()).lastEventId).toBe('7')
  expect(onError).not.toHaveBeenCalled()
})

test('a page that is hidden and shown again in one turn makes one new connection', async () => {
  const document = stubDocument()
  const { server } = openSource({ pauseWhenHidden: true })
  ;(await server.next()).open()
  await turn()
  document.hide()
  document.show()
  await vi.advanceTimersByTimeAsync(hour)
  expect(server.exchanges).toHaveLength(2)
})

test('a page that is hidden from the start connects when it is shown', async () => {
  const document = stubDocument('hidden')
  const { server, source } = openSource({ pauseWhenHidden: true })
  await vi.advanceTimersByTimeAsync(hour)
  expect(server.exchanges).toHaveLength(0)
  expect(source.readyState).toBe(0)
  document.show()
  await turn()
  expect(server.exchanges).toHaveLength(1)
})

test('a page that is hidden before the turn is over sends nothing until it is shown', async () => {
  const document = stubDocument()
  const { server } = openSource({ pauseWhenHidden: true })
  document.hide()
  await vi.advanceTimersByTimeAsync(hour)
  expect(server.exchanges).toHaveLength(0)
  document.show()
  await turn()
  expect(server.exchanges).toHaveLength(1)
})

test('a page that is hidden while the source waits makes the wait last until it is shown', async () => {
  const document = stubDocument()
  const { server } = openSource({ pauseWhenHidden: true })
  ;(await server.next()).open('data: a\n\n').end()
  await turn()
  document.hide()
  await vi.advanceTimersByTimeAsync(hour)
  expect(server.exchanges).toHaveLength(1)
  document.show()
  await turn()
  expect(server.exchanges).toHaveLength(2)
})

test('a page that is shown does not come back before Retry-After', async () => {
  const document = stubDocument()
  const { server } = openSource({ pauseWhenHidden: true, reconnect: { statuses: 'transient' } })
  ;(await server.next()).refuse(503, { 'retry-after': '600' })
  await turn()
  document.hide()
  await vi.advanceTimersByTimeAsync(1000)
  document.show()
  await vi.advanceTimersByTimeAsync(598_000)
  expect(server.exchanges).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1000)
  expect(server.exchanges).toHaveLength(2)
})

test.for([
  { what: 'a POST without an ID', init: { method: 'POST' }, text: 'data: a\n\n' },
  {
    what: 'a GET that does not reconnect',
    init: { reconnect: false as const },
    text: 'id: 1\ndata: a\n\n',
  },
])('$what stays open, and its events go on', async ({ init, text }) => {
  const document = stubDocument()
  const { server, source } = openSource({ pauseWhenHidden: true, ...init })
  const onMessage = vi.fn()
  source.onmessage = onMessage
  const exchange = await server.next()
  exchange.open(text)
  await turn()
  document.hide()
  await turn()
  exchange.send('data: b\n\n')
  await turn()
  expect(source.readyState).toBe(1)
  expect(onMessage).toHaveBeenCalledTimes(2)
  document.show()
  await vi.advanceTimersByTimeAsync(hour)
  expect(exchange.isAborted).toBe(false)
  expect(server.exchanges).toHaveLength(1)
})

test('a POST with an ID is dropped and resumed', async () => {
  const document = stubDocument()
  const { server } = openSource({ pauseWhenHidden: true, method: 'POST', body: 'text' })
  const exchange = await server.next()
  exchange.open('id: 7\ndata: a\n\n')
  await turn()
  document.hide()
  await turn()
  expect(exchange.isAborted).toBe(true)
  document.show()
  await server.next()
  expect(server.exchanges[1]?.lastEventId).toBe('7')
})

test('a body that cannot be sent twice is not given up', async () => {
  const document = stubDocument()
  const { server, source } = openSource({
    pauseWhenHidden: true,
    method: 'POST',
    body: new ReadableStream(),
  })
  const exchange = await server.next()
  exchange.open('id: 7\ndata: a\n\n')
  await turn()
  document.hide()
  await turn()
  expect(exchange.isAborted).toBe(false)
  expect(source.readyState).toBe(1)
})

test('a loop goes on where it was', async () => {
  const document = stubDocument()
  const server = new FakeServer()
  const init = { fetch: server.fetch, pauseWhenHidden: true }
  const stream = fetchEvents('https://example.com/', init)
  const first = stream.next()
  ;(await server.next()).open('id: 1\ndata: a\n\nid: 2\ndata: b\n\n')
  expect(await first).toMatchObject({ value: { data: 'a' } })
  document.hide()
  expect(await stream.next()).toMatchObject({ value: { data: 'b' } })
  const third = stream.next()
  await vi.advanceTimersByTimeAsync(hour)
  document.show()
  const exchange = await server.next()
  expect(exchange.lastEventId).toBe('2')
  exchange.open('data: c\n\n')
  expect(await third).toMatchObject({ value: { data: 'c' } })
  stream.close()
})

test('close() while the page is hidden is for good', async () => {
  const document = stubDocument()
  const { server, source } = openSource({ pauseWhenHidden: true })
  ;(await server.next()).open()
  await turn()
  document.hide()
  source.close()
  expect(document.listeners).toBe(0)
  document.show()
  await vi.advanceTimersByTimeAsync(hour)
  expect(server.exchanges).toHaveLength(1)
  expect(vi.getTimerCount()).toBe(0)
})

test('without the option a hidden page changes nothing, and no one listens', async () => {
  const document = stubDocument('hidden')
  const { server, source } = openSource()
  ;(await server.next()).open()
  await turn()
  document.hide()
  expect(document.listeners).toBe(0)
  expect(source.readyState).toBe(1)
})

test('where there is no document the option changes nothing', async () => {
  const { server, source } = openSource({ pauseWhenHidden: true })
  ;(await server.next()).open()
  await turn()
  expect(source.readyState).toBe(1)
})
