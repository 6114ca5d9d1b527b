import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { FetchEventSourceInit } from '../../src/index.ts'
import type { Decision } from '../../src/session/reconnection.ts'
import { type Exchange, nextError, openSource } from '../setup/fake-fetch.ts'
import { stubDocument, stubNetwork } from '../setup/stub-globals.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('reportError', () => {})
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** How many attempts there are in each of so many spans of ten seconds, where every one is answered so. */
async function countAttempts(init: FetchEventSourceInit, answer: (exchange: Exchange) => void) {
  const { server, source } = openSource(init)
  const serve = async () => {
    while (source.readyState !== 2) answer(await server.next())
  }
  void serve()
  const counts: number[] = []
  for (let span = 0; span < 3; span++) {
    const before = server.exchanges.length
    await vi.advanceTimersByTimeAsync(10_000)
    counts.push(server.exchanges.length - before)
  }
  source.close()
  return counts
}

const fail = (exchange: Exchange) => exchange.fail()
const end = (exchange: Exchange) => exchange.open('data: a\n\n').end()

describe('no source asks more than a hundred times in ten seconds', () => {
  test.for<[string, FetchEventSourceInit, (exchange: Exchange) => void]>([
    ['decide: 0', { reconnect: { decide: () => 0 } }, fail],
    ['decide: a promise of 0', { reconnect: { decide: async () => 0 } }, fail],
    ['decide: an object', { reconnect: { decide: () => ({}) as Decision } }, fail],
    ['decide: a word', { reconnect: { decide: () => 'soon' as unknown as Decision } }, fail],
    ['delay: 0', { reconnect: { delay: 0, maxDelay: 0 } }, fail],
    ['a status', { reconnect: { delay: 0, maxDelay: 0, statuses: [503] } }, (it) => it.refuse(503)],
    [
      'headers that throw',
      { reconnect: { delay: 0, maxDelay: 0 }, headers: () => Promise.reject(new Error('no')) },
      fail,
    ],
  ])('%s', async ([, init, answer]) => {
    for (const count of await countAttempts(init, answer)) expect(count).toBeLessThanOrEqual(100)
  })

  test('delay: Infinity after a good connection asks no more', async () => {
    const counts = await countAttempts({ reconnect: { delay: Infinity } }, end)
    expect(counts).toEqual([1, 0, 0])
  })

  test('minDelay is a floor also for retry: 0 with an event', async () => {
    const { server, source } = openSource({ reconnect: { minDelay: 1000 } })
    const lost = nextError(source)
    ;(await server.next()).open('retry: 0\ndata: a\n\n').end()
    expect((await lost).reconnectIn).toBe(1000)
  })
})

test('forty clients come back spread out when the network does', async () => {
  const network = stubNetwork(true)
  const all = Array.from({ length: 40 }, () => openSource({ reconnect: { delay: 60_000 } }))
  for (const { server } of all) (await server.next()).fail()
  await vi.advanceTimersByTimeAsync(100)
  network.goOffline()
  network.goOnline()
  const counts: number[] = []
  for (let tenth = 0; tenth < 10; tenth++) {
    await vi.advanceTimersByTimeAsync(100)
    counts.push(all.filter(({ server }) => server.exchanges.length > 1).length)
  }
  expect(counts[0]).toBeLessThan(20)
  expect(counts.at(-1)).toBe(40)
})

test('a page that is shown and hidden twenty times cuts no wait', async () => {
  const document = stubDocument()
  const init = { pauseWhenHidden: true, reconnect: { delay: 60_000 } }
  const { server } = openSource(init)
  ;(await server.next()).open('data: a\n\n').end()
  for (let time = 0; time < 20; time++) {
    await vi.advanceTimersByTimeAsync(1000)
    document.hide()
    document.show()
  }
  expect(server.exchanges).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(40_000)
  expect(server.exchanges).toHaveLength(2)
})
