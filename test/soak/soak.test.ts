import { expect, test } from 'vitest'
import { growthOf, settled } from './growth.ts'
import { kindNames } from './node/kinds.ts'
import { runSoak } from './node/run.ts'

// More of it, and in browsers: `npm run soak -- --help`. What a heap grows by is told in bytes for each reconnection, as a part of
// so short a run says nothing.
const LIMIT = 20

test('sources come back in every way, in simulated days, and nothing is left', async () => {
  const each = 500
  const errand = { seed: 20_260_101, over: 'streams', each, cycles: 10, lanes: 10 } as const
  const { reconnections, simulated, looks, failures } = await runSoak(errand)
  expect(failures).toEqual([])
  expect(Object.keys(reconnections)).toEqual(kindNames)
  for (const count of Object.values(reconnections)) expect(count).toBeGreaterThanOrEqual(each)
  const time = Object.values(simulated).reduce((sum, milliseconds) => sum + milliseconds)
  expect(time).toBeGreaterThan(24 * 60 * 60 * 1000)
  expect(growthOf(settled(looks))?.slope).toBeLessThan(LIMIT)
}, 120_000)

test('sources come back over HTTP, and nothing is left', async () => {
  const each = 50
  const errand = { seed: 20_260_101, over: 'http', each, cycles: 1, lanes: 10 } as const
  const { reconnections, failures } = await runSoak(errand)
  expect(failures).toEqual([])
  for (const count of Object.values(reconnections)) expect(count).toBeGreaterThanOrEqual(each)
}, 120_000)
