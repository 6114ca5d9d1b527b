import { getEventListeners } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FetchEventSource, fetchEvents } from '../../src/index.ts'
import { expectNothingLeft, type LeakServer, startLeakServer } from '../setup/leaks.ts'

const MiB = 2 ** 20

let server: LeakServer

beforeAll(async () => {
  server = await startLeakServer()
})

afterAll(() => server.close())

/** Does it that many times, fifty at once. */
async function repeat(times: number, run: () => Promise<unknown>): Promise<void> {
  let left = times
  const worker = async () => {
    while (left-- > 0) await run()
  }
  await Promise.all(Array.from({ length: 50 }, worker))
}

describe('100 000 sources leave nothing behind', () => {
  const { signal } = new AbortController()

  function openAndClose(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const source = new FetchEventSource(server.origin + path, { signal })
      source.onopen = () => {
        source.close()
        resolve()
      }
      source.onerror = ({ error }) => reject(error)
    })
  }

  async function run(times: number): Promise<void> {
    // Where the stream goes on, closing it destroys its socket; where it has ended, the socket serves the next source.
    await repeat(times * 0.1, () => openAndClose('/open'))
    await repeat(times * 0.9, () => openAndClose('/ended'))
  }

  test('when they are closed as they open', { timeout: 300_000 }, async () => {
    await run(2000)
    expect(getEventListeners(signal, 'abort')).toEqual([])
    await expectNothingLeft(server, () => run(100_000), 4 * MiB)
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  test('when they are closed in the turn that made them', { timeout: 60_000 }, async () => {
    const requests = await server.requests()
    const openAndCloseAtOnce = (times: number) => {
      while (times-- > 0) new FetchEventSource(`${server.origin}/open`, { signal }).close()
    }
    openAndCloseAtOnce(2000)
    expect(getEventListeners(signal, 'abort')).toEqual([])
    await expectNothingLeft(server, async () => openAndCloseAtOnce(100_000), MiB)
    expect(getEventListeners(signal, 'abort')).toEqual([])
    expect(await server.requests()).toBe(requests)
  })
})

/** Brings a subscription to where it is to be aborted. */
interface Phase {
  path: string
  /** Resolves when this many are there. */
  reach(opened: Opened[], requests: number): Promise<unknown>
}

interface Opened {
  first: Promise<unknown>
  waiting: Promise<unknown>
}

const phases: Record<string, Phase> = {
  'before the headers': {
    path: '/silent',
    reach: (opened, requests) => server.untilRequests(requests + opened.length),
  },
  'in the body': {
    path: '/open',
    reach: (opened) => Promise.all(opened.map(({ first }) => first)),
  },
  'while it waits to reconnect': {
    path: '/ended',
    reach: (opened) => Promise.all(opened.map(({ waiting }) => waiting)),
  },
}

type Open = (url: string, signal: AbortSignal) => Opened & { over: Promise<unknown> }

// A timer that is left behind is still there when it is looked for.
const reconnect = { delay: 60 * 60_000 }

const faces: Record<string, Open> = {
  FetchEventSource(url, signal) {
    const waiting = Promise.withResolvers<void>()
    const source = new FetchEventSource(url, {
      signal,
      reconnect,
      trace: ({ type }) => type === 'waiting' && waiting.resolve(),
    })
    const first = new Promise((resolve) => (source.onmessage = resolve))
    return { first, waiting: waiting.promise, over: source.closed }
  },
  fetchEvents(url, signal) {
    const waiting = Promise.withResolvers<void>()
    const stream = fetchEvents(url, {
      signal,
      reconnect,
      trace: ({ type }) => type === 'waiting' && waiting.resolve(),
    })
    const first = stream.next()
    const over = first
      .then(() => stream.next())
      .then(
        () => expect.unreachable(),
        (error: unknown) => expect(error).toBe(signal.reason),
      )
    return { first, waiting: waiting.promise, over }
  },
}

describe.for(Object.entries(faces))('%s: 1 000 aborted leave nothing behind', ([, open]) => {
  test.for(Object.entries(phases))('%s', { timeout: 60_000 }, async ([, { path, reach }]) => {
    /** Fifty at once, that one signal aborts. */
    const abortFifty = async () => {
      const controller = new AbortController()
      const requests = await server.requests()
      const opened = Array.from({ length: 50 }, () => open(server.origin + path, controller.signal))
      await reach(opened, requests)
      expect(getEventListeners(controller.signal, 'abort')).toHaveLength(50)
      controller.abort()
      expect(getEventListeners(controller.signal, 'abort')).toEqual([])
      await Promise.all(opened.map(({ over }) => over))
    }
    const run = async (times: number) => {
      while (times-- > 0) await abortFifty()
    }
    await run(10)
    await expectNothingLeft(server, () => run(20), MiB)
  })
})
