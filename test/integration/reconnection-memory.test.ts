import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  FetchEventSource,
  type FetchEventSourceInit,
  fetchEvents,
  type FetchLikeInit,
} from '../../src/index.ts'
import { retainedBytes } from '../setup/memory.ts'

const MiB = 2 ** 20

// Only what waits is faked: every wait is over in the next turn.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})

afterEach(() => {
  vi.useRealTimers()
})

const headers = { 'content-type': 'text/event-stream', 'x-padding': 'x'.repeat(1000) }

function stream(start: (body: ReadableStreamDefaultController<Uint8Array>) => void): Response {
  return new Response(new ReadableStream({ start }), { headers })
}

const event = new TextEncoder().encode('id: 1\ndata: a\n\n')

/** How an attempt ends, and what else a source needs to come back from it. */
interface Ending {
  answer: (signal: AbortSignal) => Response | Error
  init?: FetchEventSourceInit
}

const endings: Record<string, Ending> = {
  clean: { answer: () => new Response('id: 1\ndata: a\n\n', { headers }) },
  lost: {
    answer: () =>
      stream((body) => {
        body.enqueue(event)
        // What a stream has lost takes what it still held along.
        setImmediate(() => body.error(new TypeError('reset', { cause: new Error('by peer') })))
      }),
  },
  refused: { answer: () => new TypeError('fetch failed', { cause: new Error('refused') }) },
  status: { answer: () => new Response('x'.repeat(1000), { status: 503, headers }) },
  // As a response of Chromium (156) does: the error has the response, and is told to the next attempt.
  'status, of a response that keeps its signal': {
    answer: (signal) => Object.assign(new Response('x', { status: 503, headers }), { signal }),
  },
  'idle timeout': { answer: () => stream(() => {}), init: { idleTimeout: 1 } },
}

type Connect = (init: FetchEventSourceInit) => () => void

const faces: Record<string, Connect> = {
  FetchEventSource(init) {
    const source = new FetchEventSource('https://example.com/', init)
    return () => source.close()
  },
  fetchEvents(init) {
    const events = fetchEvents('https://example.com/', init)
    void (async () => {
      for await (const _ of events);
    })()
    return () => events.close()
  },
}

describe.for(Object.entries(faces))('%s: 10 000 reconnections leave nothing', ([, connect]) => {
  test.for(Object.entries(endings))('%s', { timeout: 60_000 }, async ([, { answer, init }]) => {
    const made = { attempts: 0 }
    const untilAttempts = async (count: number) => {
      while (made.attempts < count) {
        vi.advanceTimersByTime(200)
        await new Promise(setImmediate)
      }
    }
    const close = connect({
      ...init,
      reconnect: { delay: 1, maxDelay: 1, statuses: [503] },
      async fetch(_: string, { signal }: FetchLikeInit) {
        made.attempts++
        const answered = answer(signal)
        if (answered instanceof Error) throw answered
        return answered
      },
    })
    await untilAttempts(1000)
    const before = retainedBytes()
    await untilAttempts(11_000)
    const after = retainedBytes()
    close()
    // A tenth of a kilobyte each; the chain of errors that once was had four.
    expect(after - before).toBeLessThan(MiB)
  })
})
