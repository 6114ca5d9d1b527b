import * as fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { FetchEventSource } from '../../src/index.ts'
import { createTestStream } from '../../src/testing.ts'
import { streamSeed } from '../setup/random.ts'
import { type Real, steps } from './commands.ts'
import { MAX_DELAY, type Model, newModel, STABLE_AFTER } from './model.ts'

const runs = Number(process.env['MODEL_COUNT'] ?? 10_000)

afterEach(() => void vi.useRealTimers())

const inits = fc.record({
  method: fc.constantFrom('GET' as const, 'POST' as const),
  statuses: fc.constantFrom([], [429, 503]),
  maxAttempts: fc.constantFrom(Infinity, 3),
  delay: fc.constantFrom(200, 3000),
})

/** A source and its model, before anything has happened. */
async function setUp(model: Model): Promise<{ model: Model; real: Real }> {
  vi.useFakeTimers()
  const { method, statuses, maxAttempts, delay } = model
  const stream = createTestStream()
  const controller = new AbortController()
  const source = new FetchEventSource('https://example.com/feed', {
    method,
    fetch: stream.fetch,
    signal: controller.signal,
    reconnect: {
      delay,
      statuses,
      maxAttempts,
      jitter: false,
      maxDelay: MAX_DELAY,
      stableAfter: STABLE_AFTER,
    },
  })
  const real: Real = { source, stream, controller, events: [], reason: undefined }
  source.onmessage = ({ data }) => real.events.push(data)
  void source.closed.then(({ reason }) => (real.reason = reason))
  await vi.advanceTimersByTimeAsync(0)
  return { model, real }
}

test(`${runs} times any order of what server, user and time do (seed ${streamSeed})`, async () => {
  const reasons = new Set<string | undefined>()
  await fc.assert(
    fc.asyncProperty(inits, fc.commands(steps, { maxCommands: 25 }), async (init, commands) => {
      const { model, real } = await setUp(newModel(init))
      await fc.asyncModelRun(() => ({ model, real }), commands)
      reasons.add(model.reason)
      real.source.close()
      // Nothing of it is left to happen.
      expect(vi.getTimerCount()).toBeLessThanOrEqual(1)
    }),
    { numRuns: runs, seed: streamSeed },
  )
  expect(reasons.size).toBe(6)
}, 600_000)
