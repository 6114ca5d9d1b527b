/** How large something was at some time. */
export interface Look {
  at: number
  bytes: number
}

/** What a regression over looks says. */
export interface Growth {
  /** Bytes for each unit of `at`. */
  slope: number
  mean: number
  /** By how much it grew from the first look to the last, as a part of its size. */
  relative: number
  looks: number
}

/** Fewer looks tell nothing. */
const MIN_LOOKS = 4

/** By how much it grows: a regression, as single looks are noisy; `undefined`: unknown. */
export function growthOf(looks: readonly Look[]): Growth | undefined {
  if (looks.length < MIN_LOOKS) return undefined
  const meanAt = mean(looks.map(({ at }) => at))
  const meanBytes = mean(looks.map(({ bytes }) => bytes))
  const covariance = mean(looks.map(({ at, bytes }) => (at - meanAt) * (bytes - meanBytes)))
  const slope = covariance / mean(looks.map(({ at }) => (at - meanAt) ** 2))
  const span = looks.at(-1)!.at - looks[0]!.at
  return { slope, mean: meanBytes, relative: (slope * span) / meanBytes, looks: looks.length }
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** All but the first quarter: until then, what is done for the first time is compiled, and optimized. */
export function settled<Value>(looks: readonly Value[]): Value[] {
  return looks.slice(Math.floor(looks.length / 4))
}
