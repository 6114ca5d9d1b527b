import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { retainedBytes } from '../setup/memory.ts'
import type { Init } from './framework.ts'
import { react } from './react/framework.tsx'
import { vue } from './vue/framework.ts'

const MiB = 2 ** 20

const headers = { 'content-type': 'text/event-stream', 'x-padding': 'x'.repeat(1000) }

function stream(start: (body: ReadableStreamDefaultController<Uint8Array>) => void): Response {
  return new Response(new ReadableStream({ start }), { headers })
}

const event = new TextEncoder().encode('id: 1\ndata: a\n\n')

/** How an attempt ends, and what else a hook needs to come back from it. */
const endings: Record<string, { answer: () => Response | Error; init?: Init }> = {
  clean: { answer: () => new Response('id: 1\ndata: a\n\n', { headers }) },
  lost: {
    answer: () =>
      stream((body) => {
        body.enqueue(event)
        setImmediate(() => body.error(new TypeError('reset', { cause: new Error('by peer') })))
      }),
  },
  refused: { answer: () => new TypeError('fetch failed', { cause: new Error('refused') }) },
  status: { answer: () => new Response('x'.repeat(1000), { status: 503, headers }) },
  'idle timeout': { answer: () => stream(() => {}), init: { idleTimeout: 1 } },
}

describe.for([react, vue])('$name: 10 000 reconnections leave nothing', ({ mount }) => {
  test.for(Object.entries(endings))('%s', { timeout: 120_000 }, async ([, { answer, init }]) => {
    // Only what waits is faked: every wait is over in the next turn.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    onTestFinished(() => void vi.useRealTimers())
    const made = { attempts: 0 }
    const untilAttempts = async (count: number) => {
      while (made.attempts < count) {
        vi.advanceTimersByTime(200)
        await new Promise(setImmediate)
      }
    }
    const { unmount, result } = mount('https://example.com/', {
      ...init,
      reduce: (count: unknown) => (count as number) + 1,
      initial: 0,
      reconnect: { delay: 1, maxDelay: 1, statuses: [503] },
      async fetch() {
        made.attempts++
        const answered = answer()
        if (answered instanceof Error) throw answered
        return answered
      },
    })
    await untilAttempts(1000)
    const before = retainedBytes()
    await untilAttempts(11_000)
    const after = retainedBytes()
    expect(['connecting', 'open', 'reconnecting']).toContain(result().status)
    unmount()
    // A tenth of a kilobyte each.
    expect(after - before).toBeLessThan(MiB)
  })
})
