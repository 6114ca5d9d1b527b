import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { FetchEventSource, ReconnectOptions } from '../../src/index.ts'
import { type Exchange, type FakeServer, nextError, openSource } from '../setup/fake-fetch.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

type Answer = (exchange: Exchange) => unknown

const refused: Answer = (exchange) => exchange.fail()
const dropped: Answer = (exchange) => exchange.open().end()
const polled: Answer = (exchange) => exchange.open('data: a\n\n').end()
const status =
  (status: number, headers?: Record<string, string>): Answer =>
  (exchange) =>
    exchange.refuse(status, headers)
/** Opens, sends that, stands for so long, and ends. */
const stood =
  (milliseconds: number, text = ''): Answer =>
  async (exchange) => {
    exchange.open(text)
    await vi.advanceTimersByTimeAsync(milliseconds)
    exchange.end()
  }

async function waitAfter(server: FakeServer, source: FetchEventSource, answer: Answer) {
  const exchange = await server.next()
  const lost = nextError(source)
  await answer(exchange)
  const { reconnectIn } = await lost
  return reconnectIn
}

/** How long the source waits after each of the answers; `null`: it failed. */
async function waitsAfter(init: ReconnectOptions, ...answers: Answer[]) {
  const { server, source } = openSource({ reconnect: { jitter: false, ...init } })
  const waits = []
  for (const answer of answers) {
    const reconnectIn = await waitAfter(server, source, answer)
    waits.push(reconnectIn)
    await vi.advanceTimersByTimeAsync(reconnectIn ?? 0)
  }
  return waits
}

describe('how long a source waits', () => {
  test('a refusing server is backed off from, up to maxDelay', async () => {
    expect(await waitsAfter({}, ...Array.from({ length: 5 }, () => refused))).toEqual([
      6000, 12_000, 24_000, 30_000, 30_000,
    ])
  })

  test('one that accepts and drops is backed off from as well', async () => {
    expect(await waitsAfter({}, dropped, dropped, dropped)).toEqual([6000, 12_000, 24_000])
  })

  test('one that polls by short answers keeps its rhythm', async () => {
    expect(await waitsAfter({}, polled, polled, polled)).toEqual([3000, 3000, 3000])
  })

  test('an event makes good what was bad before', async () => {
    expect(await waitsAfter({}, refused, dropped, polled, refused)).toEqual([
      6000, 12_000, 3000, 6000,
    ])
  })

  test('so does a connection that has stood, without an event', async () => {
    const waits = [refused, stood(4999), stood(5000), dropped]
    expect(await waitsAfter({}, ...waits)).toEqual([6000, 12_000, 3000, 6000])
    expect(await waitsAfter({ stableAfter: 0 }, dropped, dropped)).toEqual([3000, 3000])
  })

  test('comments and fields without an event do not', async () => {
    expect(await waitsAfter({}, stood(1000, ': hello\n\nid: 1\n\n'), dropped)).toEqual([
      6000, 12_000,
    ])
  })

  test('the last retry field counts, also that of a connection before', async () => {
    const retrying = (exchange: Exchange) =>
      exchange.open('retry: 10\n\nretry: 50\n\ndata: a\n\n').end()
    expect(await waitsAfter({}, retrying, polled, refused)).toEqual([50, 50, 150])
  })

  test('retry: 0 storms only where each request is answered with an event', async () => {
    const retrying = (exchange: Exchange) => exchange.open('retry: 0\n\ndata: a\n\n').end()
    expect(await waitsAfter({}, retrying, polled, dropped, refused, dropped)).toEqual([
      0, 0, 100, 300, 700,
    ])
  })

  test('a status that passes is tried again, not before Retry-After', async () => {
    const waits = [
      status(503),
      status(429, { 'retry-after': '60' }),
      status(503, { 'retry-after': '1' }),
    ]
    expect(await waitsAfter({ statuses: 'transient' }, ...waits)).toEqual([6000, 60_000, 24_000])
  })

  test('Retry-After may be a date', async () => {
    vi.setSystemTime('2026-01-01T00:00:00Z')
    const date = status(503, { 'retry-after': 'Thu, 01 Jan 2026 00:01:00 GMT' })
    const past = status(503, { 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' })
    expect(await waitsAfter({ statuses: [503] }, date)).toEqual([60_000])
    expect(await waitsAfter({ statuses: [503] }, past)).toEqual([6000])
  })

  test.for(['soon', '-5', '1.5.2', ''])('Retry-After: %s says nothing', async (value) => {
    const waits = await waitsAfter({ statuses: [503] }, status(503, { 'retry-after': value }))
    expect(waits).toEqual([6000])
  })
})

describe('maxRetryAfter', () => {
  const after = (seconds: number) => status(503, { 'retry-after': String(seconds) })

  test('an hour is waited for, a second more is not: the error of the status, at once', async () => {
    expect(await waitsAfter({ statuses: 'transient' }, after(3600))).toEqual([3_600_000])
    const { server, source } = openSource({ reconnect: { statuses: 'transient' } })
    after(3601)(await server.next())
    expect(await source.closed).toMatchObject({
      reason: 'failed',
      error: { code: 'http-status', status: 503, retryAfter: 3_601_000 },
    })
  })

  test('may be another, and decide goes before it', async () => {
    const statuses = [503]
    expect(await waitsAfter({ statuses, maxRetryAfter: 60_000 }, after(61))).toEqual([null])
    expect(await waitsAfter({ statuses, maxRetryAfter: 7_200_000 }, after(7000))).toEqual([
      7_000_000,
    ])
    expect(await waitsAfter({ maxRetryAfter: 1000, decide: () => true }, after(61))).toEqual([
      61_000,
    ])
  })
})

test.for([0, 10, 90_000])(
  'a wait of %d ms that decide gives goes before Retry-After',
  async (wait) => {
    const asked = status(503, { 'retry-after': '60' })
    expect(await waitsAfter({ decide: () => wait }, asked)).toEqual([wait])
  },
)

describe('minDelay', () => {
  test('is below every wait, whatever the server says', async () => {
    const retrying = (exchange: Exchange) => exchange.open('retry: 0\n\ndata: a\n\n').end()
    expect(await waitsAfter({ minDelay: 500 }, retrying, polled)).toEqual([500, 500])
  })
})

describe('maxAttempts', () => {
  test('ends the source at so many bad attempts in a row', async () => {
    const answers = [refused, polled, refused, dropped, refused]
    expect(await waitsAfter({ maxAttempts: 3 }, ...answers)).toEqual([
      6000,
      3000,
      6000,
      12_000,
      null,
    ])
  })

  test('the error tells what the last attempt ended with', async () => {
    const { server, source } = openSource({ reconnect: { maxAttempts: 1, statuses: [503] } })
    status(503)(await server.next())
    expect(await source.closed).toMatchObject({
      reason: 'failed',
      error: { code: 'too-many-attempts', attempt: 1, status: 503, cause: { code: 'http-status' } },
    })
  })

  test('1 gives up at the first', async () => {
    expect(await waitsAfter({ maxAttempts: 1 }, refused)).toEqual([null])
    expect(await waitsAfter({ maxAttempts: 1 }, polled, refused)).toEqual([3000, null])
  })
})

describe('decide', () => {
  test.for([
    { decision: undefined, expected: 3000 },
    { decision: true, expected: 3000 },
    { decision: 0, expected: 0 },
    { decision: 77, expected: 77 },
    { decision: false, expected: null },
  ])('$decision: the wait is $expected', async ({ decision, expected }) => {
    const { server, source } = openSource({ reconnect: { decide: () => decision } })
    const closed = vi.fn()
    void source.closed.then(closed)
    const lost = nextError(source).then(({ reconnectIn }) => reconnectIn)
    polled(await server.next())
    await vi.advanceTimersByTimeAsync(0)
    // A clean end that is not to be followed by another attempt is no error.
    expect(await (expected === null ? source.closed.then(() => null) : lost)).toBe(expected)
    expect(closed.mock.calls).toEqual(expected === null ? [[{ reason: 'ended' }]] : [])
  })

  test('true goes before a status that would fail, and false before one that would not', async () => {
    const decide = ({ status }: { status?: number }) => status === 404
    expect(await waitsAfter({ decide }, status(404))).toEqual([6000])
    expect(await waitsAfter({ decide, statuses: 'transient' }, status(503))).toEqual([null])
  })

  test('goes before what the method implies', async () => {
    const decide = () => true
    const { server, source } = openSource({ method: 'POST', reconnect: { decide, jitter: false } })
    expect(await waitAfter(server, source, refused)).toBe(6000)
  })

  test('is not asked about 204: that is done', async () => {
    const decide = vi.fn(() => true)
    const { server, source } = openSource({ reconnect: { decide } })
    status(204)(await server.next())
    expect(await source.closed).toMatchObject({ reason: 'no-content' })
    expect(decide).not.toHaveBeenCalled()
  })

  test('that throws is reported, and leaves it to the options', async () => {
    const report = vi.fn()
    vi.stubGlobal('reportError', report)
    const failure = new Error('of the caller')
    const decide = () => {
      throw failure
    }
    expect(await waitsAfter({ decide }, refused)).toEqual([6000])
    expect(report.mock.calls).toEqual([[failure]])
    vi.unstubAllGlobals()
  })
})

describe('reconnect()', () => {
  test('ends the wait, and is no attempt that failed', async () => {
    const { server, source } = openSource({ reconnect: { jitter: false } })
    expect(await waitAfter(server, source, refused)).toBe(6000)
    source.reconnect()
    await vi.advanceTimersByTimeAsync(0)
    expect(server.exchanges).toHaveLength(2)
    expect(await waitAfter(server, source, refused)).toBe(12_000)
  })

  test('drops the connection, and makes one other, however often it is called', async () => {
    const { server, source } = openSource()
    const exchange = await server.next()
    exchange.open('id: 7\ndata: a\n\n')
    await vi.advanceTimersByTimeAsync(0)
    for (let times = 0; times < 5; times++) source.reconnect()
    expect(source.readyState).toBe(0)
    expect(exchange.isAborted).toBe(true)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(server.exchanges).toHaveLength(2)
    expect(server.exchanges[1]?.lastEventId).toBe('7')
  })

  test('does nothing once the source is closed', async () => {
    const { server, source } = openSource()
    source.close()
    source.reconnect()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(source.readyState).toBe(2)
    expect(server.exchanges).toHaveLength(0)
  })
})
