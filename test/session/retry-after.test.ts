import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { parseRetryAfter } from '../../src/session/retry-after.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 25, 12) })
})

afterEach(() => {
  vi.useRealTimers()
})

test.for<[string, number | undefined]>([
  ['0', 0],
  ['120', 120_000],
  ['60.5', 61_000],
  ['60.25', 61_000],
  ['4274.5', 4_275_000],
  ['Wed, 25 Nov 2026 12:01:00 GMT', 60_000],
  ['Wednesday, 25-Nov-26 12:01:00 GMT', 60_000],
  ['Wed Nov 25 12:01:00 2026', 60_000],
  ['Sat Nov  5 12:01:00 2022', 0],
  ['Sunday, 06-Nov-94 08:49:37 GMT', 0],
  ['Wed, 25 Nov 2020 12:01:00 GMT', 0],
  ['', undefined],
  ['-1', undefined],
  ['1e3', undefined],
  ['.5', undefined],
  ['5 s', undefined],
  ['2026-11-25T12:01:00Z', undefined],
  ['Wed, 25 Nov 2026 12:01:00', undefined],
  ['Wed, 25 Nov 2026 12:01:00 +0100', undefined],
  ['Wed, 25 Nov 2026 12:01:00 GMT+0100', undefined],
  ['after Wed, 25 Nov 2026 12:01:00 GMT', undefined],
  ['soon', undefined],
  ['Wed, 99 Nov 2026 99:99:99 GMT', undefined],
  ['Wed, 25-Nov 2026 12:01:00 GMT', undefined],
  ['Wed Nov 25 12:01:0x 2026', undefined],
])('Retry-After %j is %j ms, wherever the clock stands', ([value, expected]) => {
  for (const zone of ['UTC', 'America/New_York', 'Asia/Kolkata']) {
    vi.stubEnv('TZ', zone)
    expect(parseRetryAfter(value)).toBe(expected)
  }
  vi.unstubAllEnvs()
})
