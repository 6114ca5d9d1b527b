import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  type EventStream,
  FetchEventSource,
  type FetchEventSourceInit,
  fetchEvents,
} from '../../src/index.ts'
import { openSource } from '../setup/fake-fetch.ts'
import { stubDocument, stubNetwork } from '../setup/stub-globals.ts'

const url = 'https://example.com/events'
const minute = 60_000

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A server that gives the same answer to each request, and notes when they came. */
function counting(answer: () => Response | Promise<Response>) {
  const times: number[] = []
  const fetch = async () => {
    times.push(performance.now())
    return await answer()
  }
  return { times, fetch }
}

function stream(text: string) {
  return new Response(text, { headers: { 'content-type': 'text/event-stream' } })
}

/** The most requests that there were in any ten seconds. */
function most(times: number[]): number {
  return Math.max(
    ...times.map((from) => times.filter((at) => at >= from && at < from + 10_000).length),
  )
}

const refused = () => new Response(null, { status: 503 })
const lost = () => Promise.reject(new TypeError('reset'))
const answers: Record<string, () => Response | Promise<Response>> = {
  'an event and the end': () => stream('data: a\n\n'),
  'nothing and the end': () => stream(''),
  'a status': refused,
  'no answer': lost,
  'retry: 0 and no event': () => stream('retry: 0\n\n'),
}
const reconnects: Record<string, FetchEventSourceInit['reconnect']> = {
  'delay: 0': { delay: 0, factor: 1, statuses: 'transient' },
  'delay: Infinity': { delay: Infinity, statuses: 'transient' },
  'decide that gives 0': { decide: () => 0 },
  'decide that gives a promise of 0': { decide: async () => 0 },
  'decide that gives an object': { decide: () => ({}) as never, delay: 0, factor: 1 },
  'decide that gives a word': { decide: () => 'now' as never, delay: 0, factor: 1 },
  'decide that gives NaN': { decide: () => Number.NaN, delay: 0, factor: 1 },
}

describe.for(Object.keys(answers))('a server that answers with %s', (answer) => {
  test.for(Object.keys(reconnects))(
    'is asked at most a hundred times in any ten seconds, with %s',
    async (name) => {
      vi.stubGlobal('reportError', () => {})
      const faces: ((init: FetchEventSourceInit) => { close(): void })[] = [
        (init) => new FetchEventSource(url, init),
        (init) => drained(fetchEvents(url, init)),
      ]
      for (const open of faces) {
        const { times, fetch } = counting(answers[answer]!)
        const headers = () => ({})
        const source = open({ fetch, headers, reconnect: reconnects[name] })
        await vi.advanceTimersByTimeAsync(15_000)
        source.close()
        expect(most(times)).toBeLessThanOrEqual(100)
      }
    },
  )
})

test('headers that throw are asked at most a hundred times in any ten seconds', async () => {
  const times: number[] = []
  const headers = () => {
    times.push(performance.now())
    throw new Error('no token')
  }
  const source = new FetchEventSource(url, { headers, reconnect: { delay: 0, factor: 1 } })
  await vi.advanceTimersByTimeAsync(15_000)
  source.close()
  expect(most(times)).toBeLessThanOrEqual(100)
})

test('retry: 0 with an event each time is followed, unless minDelay says otherwise', async () => {
  const answer = () => stream('retry: 0\ndata: a\n\n')
  const free = counting(answer)
  const bounded = counting(answer)
  const sources = [
    new FetchEventSource(url, { fetch: limited(free.fetch, 1000) }),
    new FetchEventSource(url, { fetch: bounded.fetch, reconnect: { minDelay: 500 } }),
  ]
  await vi.advanceTimersByTimeAsync(10_000)
  for (const source of sources) source.close()
  expect(free.times.length).toBeGreaterThanOrEqual(1000)
  expect(bounded.times.length).toBeLessThanOrEqual(21)
})

test('a page that is shown and hidden twenty times goes on with its wait', async () => {
  const document = stubDocument()
  const { server } = openSource({ pauseWhenHidden: true, reconnect: { delay: minute } })
  ;(await server.next()).open('id: 1\ndata: a\n\n').end()
  await vi.advanceTimersByTimeAsync(0)
  for (let times = 0; times < 20; times++) {
    document.hide()
    await vi.advanceTimersByTimeAsync(1000)
    document.show()
    await vi.advanceTimersByTimeAsync(1000)
  }
  expect(server.exchanges).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(20_000)
  expect(server.exchanges).toHaveLength(2)
})

test.for([
  { spread: 0, over: 1000 },
  { spread: 4000, over: 4000 },
])(
  'the network that is back brings forty clients within $over ms, and no herd',
  async ({ spread, over }) => {
    const network = stubNetwork(true)
    const { times, fetch } = counting(lost)
    const reconnect = { delay: 100 * minute, maxDelay: 100 * minute, spread }
    const sources = Array.from(
      { length: 40 },
      () => new FetchEventSource(url, { fetch, reconnect }),
    )
    await vi.advanceTimersByTimeAsync(0)
    const since = performance.now()
    network.goOnline()
    await vi.advanceTimersByTimeAsync(over)
    for (const source of sources) source.close()
    const delays = times.slice(40).map((at) => at - since)
    expect(delays).toHaveLength(40)
    // By chance alone, a tenth of the time has more than a third of them once in a million runs.
    const crowded = delays.map((from) => delays.filter((at) => at >= from && at < from + over / 10))
    expect(Math.max(...crowded.map(({ length }) => length))).toBeLessThan(16)
  },
)

test('a network that comes and goes brings no try more often than the floor, and its tries are no bad ones', async () => {
  const network = stubNetwork(true)
  const { times, fetch } = counting(lost)
  const failures: number[] = []
  const source = new FetchEventSource(url, {
    fetch,
    headers: ({ failures: bad }) => {
      failures.push(bad)
      return {}
    },
    reconnect: { delay: 5000, maxDelay: 100 * minute, jitter: false },
  })
  await vi.advanceTimersByTimeAsync(0)
  for (let times = 0; times < 100; times++) {
    network.goOnline()
    await vi.advanceTimersByTimeAsync(500)
  }
  source.close()
  const gaps = times.slice(2).map((at, index) => at - times[index + 1]!)
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(5000)
  expect(times.length).toBeGreaterThanOrEqual(8)
  expect(Math.max(...failures)).toBe(1)
})

describe('checkOnWake', () => {
  async function open(init: FetchEventSourceInit, text = 'id: 7\ndata: a\n\n') {
    const document = stubDocument()
    const { server } = openSource(init)
    ;(await server.next()).open(text)
    await vi.advanceTimersByTimeAsync(0)
    return { document, server }
  }

  test('replaces a connection on which nothing came for a while, from the last event ID', async () => {
    const { document, server } = await open({ checkOnWake: true })
    document.hide()
    await vi.advanceTimersByTimeAsync(minute)
    document.show()
    await vi.advanceTimersByTimeAsync(0)
    expect(server.exchanges).toHaveLength(2)
    expect(server.exchanges[1]!.lastEventId).toBe('7')
  })

  test.for([
    { what: 'by default', init: {}, after: minute, text: 'id: 7\ndata: a\n\n' },
    {
      what: 'after a moment',
      init: { checkOnWake: true },
      after: 14_000,
      text: 'id: 7\ndata: a\n\n',
    },
    { what: 'without an ID', init: { checkOnWake: true }, after: minute, text: 'data: a\n\n' },
  ])('leaves it as it is $what', async ({ init, after, text }) => {
    const { document, server } = await open(init, text)
    document.hide()
    await vi.advanceTimersByTimeAsync(after)
    document.show()
    await vi.advanceTimersByTimeAsync(0)
    expect(server.exchanges).toHaveLength(1)
  })
})

/** As many answers; then none: what is not bounded would never let go. */
function limited(fetch: () => Promise<Response>, count: number): () => Promise<Response> {
  return () => (count-- > 0 ? fetch() : new Promise(() => {}))
}

/** Reads to the end, whatever comes. */
function drained(events: EventStream): EventStream {
  void (async () => {
    try {
      // oxlint-disable-next-line no-empty -- it is how often it asks that counts
      for await (const _ of events) {
      }
    } catch {
      events.close()
    }
  })()
  return events
}
