import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { FetchEventSourceInit } from '../../src/index.ts'
import { type Exchange, nextError, openSource } from '../setup/fake-fetch.ts'

const longestTimer = 2 ** 31 - 1
const year = 365 * 24 * 60 * 60 * 1000

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  // Spies on the clock that is faked go first: put back after it, they would leave it in its place.
  vi.restoreAllMocks()
  vi.useRealTimers()
})

/** The delays of all timers set until the source says when it comes back, and what it says. */
async function lose(init: FetchEventSourceInit, how: (exchange: Exchange) => void) {
  const setTimer = vi.spyOn(globalThis, 'setTimeout')
  const { server, source } = openSource(init)
  const lost = nextError(source)
  how(await server.next())
  const { reconnectIn } = await lost
  // What is longer than any timer must not come back as soon as it began.
  await vi.advanceTimersByTimeAsync(60_000)
  return { reconnectIn, delays: setTimer.mock.calls.map(([, delay]) => delay), server }
}

const stream = (text: string) => (exchange: Exchange) => exchange.open(text).end()

test.for([
  { what: 'retry: 99999999999', how: stream('retry: 99999999999\ndata: a\n\n') },
  { what: 'retry: 400 nines', how: stream(`retry: ${'9'.repeat(400)}\n\n`) },
  { what: 'retry: 2147483648', how: stream('retry: 2147483648\n\n') },
  {
    what: 'Retry-After: 99999999999',
    init: { reconnect: { statuses: 'transient', maxRetryAfter: Infinity } },
    how: (exchange: Exchange) => exchange.refuse(503, { 'retry-after': '99999999999' }),
  },
  {
    what: 'Retry-After: a date in the year 9000',
    init: { reconnect: { statuses: 'transient', maxRetryAfter: Infinity } },
    how: (exchange: Exchange) =>
      exchange.refuse(503, { 'retry-after': 'Tue, 01 Jan 9000 00:00:00 GMT' }),
  },
  { what: 'delay: 1e12', init: { reconnect: { delay: 1e12 } }, how: stream('') },
  { what: 'delay: Infinity', init: { reconnect: { delay: Infinity } }, how: stream('') },
  {
    what: 'delay: Infinity after a good connection',
    init: { reconnect: { delay: Infinity } },
    how: stream('data: a\n\n'),
  },
  { what: 'spread: 1e15', init: { reconnect: { spread: 1e15 } }, how: stream('') },
  { what: 'decide: Infinity', init: { reconnect: { decide: () => Infinity } }, how: stream('') },
] satisfies { what: string; init?: FetchEventSourceInit; how: (exchange: Exchange) => void }[])(
  '$what waits, and sets no timer that would fire at once',
  async ({ init = {}, how }) => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    const { reconnectIn, delays, server } = await lose(init, how)
    expect(reconnectIn).toBe(longestTimer)
    expect(delays).toContain(longestTimer)
    expect(delays.filter((delay) => !(delay! >= 0 && delay! <= longestTimer))).toEqual([])
    expect(server.exchanges).toHaveLength(1)
  },
)

test('timeouts longer than any timer set none that would fire at once', async () => {
  const setTimer = vi.spyOn(globalThis, 'setTimeout')
  const { server, source } = openSource({
    connectTimeout: year,
    idleTimeout: 10 * year,
    eventTimeout: 100 * year,
  })
  const exchange = await server.next()
  exchange.open('data: a\n\n')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(source.readyState).toBe(1)
  expect(setTimer.mock.calls.filter(([, delay]) => delay! > longestTimer)).toEqual([])
})

test('what decide gives that is no time to wait is reported, and leaves it to the options', async () => {
  const report = vi.fn()
  vi.stubGlobal('reportError', report)
  for (const nonsense of [Number.NaN, -1]) {
    const { reconnectIn } = await lose(
      { reconnect: { decide: () => nonsense } },
      stream('data: a\n\n'),
    )
    expect(reconnectIn).toBe(3000)
    expect(report.mock.lastCall?.[0]).toMatchObject({
      name: 'TypeError',
      message: expect.stringContaining('reconnect.decide: expected'),
    })
  }
  vi.unstubAllGlobals()
})
