// The same chance in every run: a mutant must not live or die by luck.
import { createRandom } from '../setup/random.ts'

const random = createRandom(1)
Math.random = () => random(2 ** 32) / 2 ** 32
