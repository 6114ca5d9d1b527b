import { expect, test } from 'vitest'
import { places } from './places.ts'
import { faces } from './profile.ts'
import { runChaos } from './run.ts'

// More of it, elsewhere and from other seeds: `npm run chaos -- --help`.
test('a hundred thousand events come once each, in order, through a thousand faults', async () => {
  const errand = { seed: 20_260_101, events: 100_000, faces: [...faces] }
  const { progress, damage, failures } = await runChaos(places['node']!, errand)
  expect(failures).toEqual([])
  // All but the blocks that are no events.
  expect(progress.events).toBeGreaterThan(90_000)
  expect(damage.faults).toBeGreaterThan(1000)
  // What the server never did would have shown nothing.
  for (const count of Object.values(damage.kinds)) expect(count).toBeGreaterThan(5)
  expect(Object.keys(damage.kinds)).toHaveLength(19)
}, 180_000)
