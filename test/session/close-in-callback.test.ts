import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { FetchEventSource, FetchEventSourceInit, TraceRecord } from '../../src/index.ts'
import { type Exchange, openSource } from '../setup/fake-fetch.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

/** Plays a server, and gives the events that the source dispatched, and how it closed, in order. */
async function eventsOf(
  init: (source: () => FetchEventSource) => FetchEventSourceInit,
  play?: (exchange: Exchange) => void,
) {
  const { server, source } = openSource(init(() => source))
  const events: string[] = []
  for (const type of ['open', 'message', 'error']) {
    source.addEventListener(type, () => events.push(type))
  }
  void source.closed.then(({ reason }) => events.push(reason))
  if (play) play(await server.next())
  await vi.advanceTimersByTimeAsync(60_000)
  expect(source.readyState).toBe(2)
  expect(server.exchanges.length).toBeLessThan(2)
  expect(vi.getTimerCount()).toBe(0)
  return events
}

function openAndEnd(exchange: Exchange): void {
  exchange.open('retry: 1\n\ndata: a\n\n')
  queueMicrotask(() => !exchange.isAborted && exchange.end())
}

describe('close() in a trace is final', () => {
  test.for<[TraceRecord['type'], string[]]>([
    ['response', ['closed']],
    ['open', ['closed']],
    ['retry', ['open', 'closed']],
    ['lost', ['open', 'message', 'closed']],
    ['waiting', ['open', 'message', 'error', 'closed']],
  ])('at the record "%s"', async ([type, expected]) => {
    const records: string[] = []
    const init = (source: () => FetchEventSource): FetchEventSourceInit => ({
      trace(record) {
        records.push(record.type)
        if (record.type === type) source().close()
      },
    })
    expect(await eventsOf(init, openAndEnd)).toEqual(expected)
    expect(records.slice(-2)).toEqual([type, 'closed'])
  })
})

test('close() in the trace of the request sends nothing', async () => {
  const init = (source: () => FetchEventSource): FetchEventSourceInit => ({
    trace({ type }) {
      if (type === 'request') source().close()
    },
  })
  expect(await eventsOf(init)).toEqual(['closed'])
})

test('close() in decide is final', async () => {
  const init = (source: () => FetchEventSource): FetchEventSourceInit => ({
    reconnect: {
      decide() {
        source().close()
        return true
      },
    },
  })
  expect(await eventsOf(init, openAndEnd)).toEqual(['open', 'message', 'closed'])
})

test.for(['headers', 'body'])('close() in the %s function sends nothing', async (option) => {
  const fetch = vi.fn()
  const init = (source: () => FetchEventSource) => ({
    method: 'POST',
    fetch,
    [option]: () => source().close(),
  })
  expect(await eventsOf(init as never)).toEqual(['closed'])
  expect(fetch).not.toHaveBeenCalled()
})

test.for(['headers', 'body'])(
  'a %s function that never settles does not hold up close()',
  async (option) => {
    const fetch = vi.fn()
    const init = (source: () => FetchEventSource) => ({
      method: 'POST',
      fetch,
      [option]() {
        setTimeout(() => source().close(), 1000)
        return new Promise(() => {})
      },
    })
    expect(await eventsOf(init as never)).toEqual(['closed'])
    expect(fetch).not.toHaveBeenCalled()
  },
)

test('close() in fetch cancels what comes of it', async () => {
  const cancel = vi.fn()
  const init = (source: () => FetchEventSource): FetchEventSourceInit => ({
    fetch: async () => {
      source().close()
      return new Response(new ReadableStream({ cancel }), {
        headers: { 'content-type': 'text/event-stream' },
      })
    },
  })
  expect(await eventsOf(init)).toEqual(['closed'])
  expect(cancel).toHaveBeenCalledOnce()
})

test('a fetch that does not heed its signal does not hold up close(), and what comes late is cancelled', async () => {
  const cancel = vi.fn()
  const init = (source: () => FetchEventSource): FetchEventSourceInit => ({
    fetch() {
      setTimeout(() => source().close(), 1000)
      const late = new Response(new ReadableStream({ cancel }))
      return new Promise((resolve) => void setTimeout(() => resolve(late), 30_000))
    },
  })
  expect(await eventsOf(init)).toEqual(['closed'])
  expect(cancel).toHaveBeenCalledOnce()
})

test('close() in onComment ends what is left of the chunk', async () => {
  const init = (source: () => FetchEventSource): FetchEventSourceInit => ({
    onComment: () => source().close(),
  })
  const play = (exchange: Exchange) => void exchange.open('data: a\n\n:\ndata: b\n\n')
  expect(await eventsOf(init, play)).toEqual(['open', 'message', 'closed'])
})

test('close() in parse delivers not even the event that it is called for', async () => {
  const init = (source: () => FetchEventSource): FetchEventSourceInit => ({
    parse(data) {
      source().close()
      return data
    },
  })
  const play = (exchange: Exchange) => void exchange.open('data: a\n\ndata: b\n\n')
  expect(await eventsOf(init, play)).toEqual(['open', 'closed'])
})
