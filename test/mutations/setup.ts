import { afterAll, vi } from 'vitest'
import { createRandom } from '../setup/random.ts'

// The same chance in every run: no mutant is to live or die by luck.
const random = createRandom(1)
Math.random = () => random(2 ** 32) / 2 ** 32

// The files share a worker: none leaves to the next one what it has faked.
afterAll(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})
