import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { nextError, openSource } from '../setup/fake-fetch.ts'
import { stubDocument, stubNetwork } from '../setup/stub-globals.ts'

const minute = 60_000
const day = 24 * 60 * minute

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

/** Someone sets the clock. */
function jump(milliseconds: number): void {
  vi.setSystemTime(Date.now() + milliseconds)
}

const jumps = [{ by: day }, { by: -day }]

test.for(jumps)(
  'a clock that is set by $by ms in a wait leaves the wait as it is',
  async ({ by }) => {
    const document = stubDocument()
    const network = stubNetwork(true)
    const reconnect = { delay: minute, statuses: [503] }
    const { server } = openSource({ pauseWhenHidden: true, reconnect })
    ;(await server.next()).open('id: 1\ndata: a\n\n').end()
    await vi.advanceTimersByTimeAsync(20_000)
    jump(by)
    // What makes it count anew how much is left.
    document.hide()
    document.show()
    network.goOffline()
    await vi.advanceTimersByTimeAsync(39_999)
    expect(server.exchanges).toHaveLength(1)
    network.goOnline()
    await vi.advanceTimersByTimeAsync(1000)
    expect(server.exchanges).toHaveLength(2)
  },
)

test.for(jumps)(
  '… nor does it change a Retry-After, whose date was read before',
  async ({ by }) => {
    vi.setSystemTime('2026-01-01T00:00:00Z')
    const { server, source } = openSource({ reconnect: { statuses: [503], delay: 0, maxDelay: 0 } })
    const failed = nextError(source)
    ;(await server.next()).refuse(503, { 'retry-after': 'Thu, 01 Jan 2026 00:01:00 GMT' })
    expect((await failed).reconnectIn).toBe(minute)
    jump(by)
    await vi.advanceTimersByTimeAsync(minute - 1)
    expect(server.exchanges).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(server.exchanges).toHaveLength(2)
  },
)

test.for(jumps)('… nor a timeout', async ({ by }) => {
  const { server, source } = openSource({ idleTimeout: minute })
  const exchange = (await server.next()).open('data: a\n\n')
  await vi.advanceTimersByTimeAsync(30_000)
  jump(by)
  exchange.send('data: b\n\n')
  await vi.advanceTimersByTimeAsync(minute - 1)
  expect(source.readyState).toBe(1)
  const failed = nextError(source)
  await vi.advanceTimersByTimeAsync(1)
  expect((await failed).error).toMatchObject({ code: 'idle-timeout' })
})

test.for(jumps)('… nor whether a connection was stable', async ({ by }) => {
  const { server, source } = openSource({ reconnect: { jitter: false, stableAfter: 5000 } })
  const waits: unknown[] = []
  source.addEventListener('error', ({ reconnectIn }) => waits.push(reconnectIn))
  for (const stood of [4000, 6000]) {
    const exchange = (await server.next()).open()
    await vi.advanceTimersByTimeAsync(stood / 2)
    jump(by)
    await vi.advanceTimersByTimeAsync(stood / 2)
    exchange.end()
    await vi.advanceTimersByTimeAsync(6000)
  }
  expect(waits).toEqual([6000, 3000])
})
