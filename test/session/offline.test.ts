import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fetchEvents } from '../../src/index.ts'
import { FakeServer, nextError, openSource } from '../setup/fake-fetch.ts'
import { stubNetwork } from '../setup/stub-globals.ts'

const hour = 60 * 60 * 1000

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

test('the first attempt is made also while there is no network', async () => {
  stubNetwork(false)
  const { server } = openSource()
  await vi.advanceTimersByTimeAsync(0)
  expect(server.exchanges).toHaveLength(1)
})

test('nothing is tried again while there is no network; when it is back, within a second', async () => {
  const network = stubNetwork(false)
  const { server, source } = openSource()
  const lost = nextError(source)
  ;(await server.next()).fail()
  expect(await lost).toMatchObject({ reconnectIn: expect.any(Number) })
  await vi.advanceTimersByTimeAsync(hour)
  expect(server.exchanges).toHaveLength(1)
  expect(source.readyState).toBe(0)

  network.goOnline()
  await vi.advanceTimersByTimeAsync(1000)
  expect(server.exchanges).toHaveLength(2)
})

test('the network that comes back ends a wait', async () => {
  const network = stubNetwork(true)
  const { server } = openSource({ reconnect: { delay: hour, maxDelay: hour } })
  ;(await server.next()).fail()
  await vi.advanceTimersByTimeAsync(1000)
  expect(server.exchanges).toHaveLength(1)
  network.goOnline()
  await vi.advanceTimersByTimeAsync(1000)
  expect(server.exchanges).toHaveLength(2)
})

test('the network that comes back does not end a wait that the server asked for', async () => {
  const network = stubNetwork(true)
  const { server } = openSource({ reconnect: { statuses: 'transient' } })
  ;(await server.next()).refuse(503, { 'retry-after': '600' })
  await vi.advanceTimersByTimeAsync(1000)
  network.goOnline()
  await vi.advanceTimersByTimeAsync(598_000)
  expect(server.exchanges).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1000)
  expect(server.exchanges).toHaveLength(2)
})

test('a network that is lost while the source waits prolongs the wait', async () => {
  const network = stubNetwork(true)
  const { server } = openSource()
  ;(await server.next()).open('data: a\n\n').end()
  await vi.advanceTimersByTimeAsync(1000)
  network.goOffline()
  await vi.advanceTimersByTimeAsync(hour)
  expect(server.exchanges).toHaveLength(1)
  network.goOnline()
  await vi.advanceTimersByTimeAsync(1000)
  expect(server.exchanges).toHaveLength(2)
})

test('nothing is tried again without a network, also where there is no time to wait', async () => {
  const network = stubNetwork(true)
  const { server } = openSource()
  const exchange = await server.next()
  exchange.open('retry: 0\ndata: a\n\n')
  await vi.advanceTimersByTimeAsync(0)
  network.goOffline()
  exchange.fail()
  await vi.advanceTimersByTimeAsync(hour)
  expect(server.exchanges).toHaveLength(1)
  network.goOnline()
  await vi.advanceTimersByTimeAsync(1000)
  expect(server.exchanges).toHaveLength(2)
})

test('reconnect() tries also without a network: the caller knows better', async () => {
  stubNetwork(false)
  const { server, source } = openSource()
  ;(await server.next()).fail()
  await vi.advanceTimersByTimeAsync(hour)
  source.reconnect()
  await vi.advanceTimersByTimeAsync(0)
  expect(server.exchanges).toHaveLength(2)
})

test('fetchEvents waits for the network as well', async () => {
  const network = stubNetwork(false)
  const server = new FakeServer()
  const stream = fetchEvents('https://example.com/', { fetch: server.fetch })
  const event = stream.next()
  ;(await server.next()).fail()
  await vi.advanceTimersByTimeAsync(hour)
  expect(server.exchanges).toHaveLength(1)
  network.goOnline()
  await vi.advanceTimersByTimeAsync(1000)
  ;(await server.next()).open('data: back\n\n')
  expect(await event).toMatchObject({ value: { data: 'back' } })
  stream.close()
})

test('no listener outlives the wait, however it ends', async () => {
  const network = stubNetwork(true)
  const { server, source } = openSource()
  expect(network.listeners).toBe(0)
  ;(await server.next()).fail()
  await vi.advanceTimersByTimeAsync(0)
  expect(network.listeners).toBe(1)
  await vi.advanceTimersByTimeAsync(hour)
  expect(network.listeners).toBe(0)

  ;(await server.next()).fail()
  await vi.advanceTimersByTimeAsync(0)
  expect(network.listeners).toBe(1)
  source.close()
  await vi.advanceTimersByTimeAsync(0)
  expect(network.listeners).toBe(0)
  expect(vi.getTimerCount()).toBe(0)
})
