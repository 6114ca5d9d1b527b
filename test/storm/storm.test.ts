import { describe, expect, test } from 'vitest'
import { createRandom } from '../setup/random.ts'
import { fixed, millrace } from './clients.ts'
import { type Delay, simulate } from './simulation.ts'

// With a million, and others beside: `npm run storm`.
const clients = 50_000
const capacity = 1000

function after(milliseconds: number, delay: Delay, count = clients) {
  return simulate({ clients: count, milliseconds, capacity }, delay, createRandom(1))
}

describe('an outage of a minute', () => {
  const native = after(60_000, fixed(3000))
  const ours = after(60_000, millrace())

  test('brings at most a tenth of what clients with a fixed delay bring at once', () => {
    expect(ours.peak).toBeLessThanOrEqual(native.peak / 10)
  })

  test('is over not much later than with the least that the server needs', () => {
    const least = (clients / capacity) * 1000
    expect(ours.mostBackAfter).toBeLessThan(least * 3)
    expect(ours.refused).toBeLessThan(native.refused)
  })
})

test('after an outage of a second, it is spread that keeps clients apart', () => {
  const spread = 50_000
  const apart = after(1000, millrace({ spread }))
  expect(apart.peak).toBeLessThanOrEqual((clients / spread) * 1000 * 1.2)
  expect(after(1000, millrace()).peak).toBeGreaterThan(apart.peak * 10)
})

test('all come back', () => {
  for (const delay of [millrace(), millrace({ spread: 10_000 }), fixed(3000)]) {
    const { arrivals, refused } = after(1000, delay, 5000)
    const sum = arrivals.slice(1).reduce((sum, count) => sum + count, 0)
    expect(sum - refused).toBe(5000)
  }
})
