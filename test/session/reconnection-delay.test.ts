import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reconnectionDelay } from '../../src/session/reconnection.ts'

const defaults = { minDelay: 0, maxDelay: 30_000, factor: 2, jitter: false, spread: 0 }
const longestTimer = 2 ** 31 - 1
const chance = (value: number) => () => value
const half = chance(0.5)

test.for([
  { failures: 0, delay: 3000 },
  { failures: 1, delay: 6000 },
  { failures: 2, delay: 12_000 },
  { failures: 3, delay: 24_000 },
  { failures: 4, delay: 30_000 },
  { failures: 1000, delay: 30_000 },
  { failures: 10_000, delay: 30_000 },
])('without jitter, $failures bad attempts in a row wait $delay ms', ({ failures, delay }) => {
  expect(reconnectionDelay(defaults, 3000, failures, half)).toBe(delay)
})

test.for([
  { random: 0, delay: 3000 },
  { random: 0.5, delay: 3000 + 4500 },
  { random: 0.999, delay: 3000 + 8991 },
])('jitter adds a random part of the backoff to the floor ($random)', ({ random, delay }) => {
  const settings = { ...defaults, jitter: true }
  expect(reconnectionDelay(settings, 3000, 2, chance(random))).toBeCloseTo(delay, 6)
})

test('a good connection comes back exactly at the floor', () => {
  const settings = { ...defaults, jitter: true }
  for (const floor of [0, 1, 3000, 30_000, 1e9]) {
    expect(reconnectionDelay(settings, floor, 0, half)).toBe(floor)
  }
})

test('a floor under 100 ms backs off as one of 100 ms does', () => {
  expect(reconnectionDelay(defaults, 0, 1, half)).toBe(100)
  expect(reconnectionDelay(defaults, 0, 3, half)).toBe(700)
  expect(reconnectionDelay(defaults, 10, 1, half)).toBe(110)
})

test('a reconnection time over maxDelay is kept, and nothing is added to it', () => {
  expect(reconnectionDelay(defaults, 60_000, 0, half)).toBe(60_000)
  expect(reconnectionDelay({ ...defaults, jitter: true }, 60_000, 5, half)).toBe(60_000)
})

test('the factor sets the growth; 1 is none', () => {
  expect(reconnectionDelay({ ...defaults, factor: 3 }, 1000, 2, half)).toBe(9000)
  expect(reconnectionDelay({ ...defaults, factor: 1 }, 1000, 50, half)).toBe(1000)
})

test('spread is added at random to every wait, the first one included', () => {
  const settings = { ...defaults, spread: 2000 }
  expect(reconnectionDelay(settings, 3000, 0, half)).toBe(4000)
  expect(reconnectionDelay(settings, 60_000, 0, half)).toBe(61_000)
  expect(reconnectionDelay(settings, 3000, 9, half)).toBe(31_000)
})

describe('for any options', () => {
  const duration = fc.oneof(fc.nat(10), fc.nat(100_000), fc.maxSafeNat())
  const arguments_ = fc.record({
    minDelay: fc.oneof(fc.constant(0), duration),
    maxDelay: duration,
    factor: fc.double({ min: 1, noNaN: true }),
    jitter: fc.boolean(),
    spread: duration,
    floor: duration,
    failures: fc.oneof(fc.nat(20), fc.nat()),
    random: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
  })

  test('the wait is a number between the floor and the cap', () => {
    fc.assert(
      fc.property(arguments_, ({ floor, failures, random, ...settings }) => {
        const delay = reconnectionDelay(settings, floor, failures, chance(random))
        const lowest = Math.max(floor, settings.minDelay)
        const highest = Math.max(lowest, settings.maxDelay) + settings.spread
        expect(delay).toBeGreaterThanOrEqual(Math.min(lowest, longestTimer))
        expect(delay).toBeLessThanOrEqual(Math.min(highest, longestTimer))
      }),
      { numRuns: 2000 },
    )
  })

  test('one more bad attempt never shortens it', () => {
    fc.assert(
      fc.property(arguments_, ({ floor, failures, random, ...settings }) => {
        const delay = reconnectionDelay(settings, floor, failures, chance(random))
        const next = reconnectionDelay(settings, floor, failures + 1, chance(random))
        expect(next).toBeGreaterThanOrEqual(delay)
      }),
      { numRuns: 2000 },
    )
  })
})

// Infinity is a number of at least 0, so the options take it.
test.for([
  {
    option: 'maxDelay',
    settings: { ...defaults, jitter: true, maxDelay: Infinity },
    failures: 2000,
  },
  { option: 'spread', settings: { ...defaults, spread: Infinity }, failures: 0 },
])('an infinite $option never makes the wait NaN', ({ settings, failures }) => {
  expect(reconnectionDelay(settings, 3000, failures, chance(0))).toBeGreaterThanOrEqual(3000)
})
