import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Toll } from '../../src/session/toll.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

/** When the attempts of a source come that makes each as soon as it may, for so many milliseconds from now on. */
function hurry(toll: Toll, milliseconds: number): number[] {
  const end = performance.now() + milliseconds
  const times: number[] = []
  while (performance.now() < end) {
    times.push(performance.now() + toll.take())
    vi.advanceTimersByTime(times.at(-1)! - performance.now())
  }
  return times
}

/** The most attempts in any ten seconds. */
function most(times: number[]): number {
  return Math.max(
    ...times.map((from) => times.filter((at) => at >= from && at <= from + 10_000).length),
  )
}

test('a source in a hurry comes 19 times at once, then every eighth of a second', () => {
  const toll = new Toll()
  const waits = Array.from({ length: 22 }, () => toll.take())
  expect(waits).toEqual([...Array.from({ length: 19 }, () => 0), 125, 250, 375])
})

test('at most a hundred attempts come in any ten seconds, the first one of all included', () => {
  expect(most(hurry(new Toll(), 60_000)) + 1).toBe(100)
})

test('a source that has been quiet for hours has no more credit than a new one', () => {
  const toll = new Toll()
  hurry(toll, 20_000)
  vi.advanceTimersByTime(3_600_000)
  expect(Array.from({ length: 20 }, () => toll.take()).filter((wait) => wait === 0)).toHaveLength(
    19,
  )
})
