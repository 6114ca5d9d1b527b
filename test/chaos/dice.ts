import { createRandom, type Random } from '../setup/random.ts'

/** Dice of one's own for each thing that chance decides: what one of them throws does not depend on how often others did. */
export function diceFor(seed: number, ...parts: (number | string)[]): Random {
  // FNV-1a: neighbours get unrelated seeds.
  let hash = 0x811c9dc5
  for (const character of `${seed},${parts.join(',')}`)
    hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193)
  return createRandom(hash)
}

/** One of them. */
export function pick<Value>(random: Random, values: readonly Value[]): Value {
  return values[random(values.length)]!
}

/** One of the names, each as often as its weight says. */
export function pickWeighted<Name extends string>(
  random: Random,
  weights: Readonly<Partial<Record<Name, number>>>,
): Name {
  const entries = Object.entries(weights) as [Name, number][]
  let rest = random(entries.reduce((sum, [, weight]) => sum + weight, 0))
  for (const [name, weight] of entries) {
    if (rest < weight) return name
    rest -= weight
  }
  throw new RangeError('Nothing to pick from')
}
