import { UsageError } from './usage-error.ts'

interface Bounds {
  min?: number
  max?: number
  integer?: boolean
}

/** The number that an option was given, or `undefined`. */
export function numberOf(
  name: string,
  value: string | undefined,
  what: string,
  { min = 0, max = Infinity, integer = false }: Bounds = {},
): number | undefined {
  if (value === undefined) return undefined
  const number = value.trim() === '' ? NaN : Number(value)
  if (number >= min && number <= max && (!integer || Number.isInteger(number))) return number
  throw new UsageError(`${name}: expected ${what}, got '${value}'`)
}

/** A whole number of at least `min`. */
export function countOf(name: string, value: string | undefined, min: number): number | undefined {
  return numberOf(name, value, `a whole number of at least ${min}`, { min, integer: true })
}

/** Seconds, as curl's options have them, in milliseconds. */
export function durationOf(name: string, value: string | undefined): number | undefined {
  const what = 'seconds, more than 0, such as 5 or 0.5'
  const seconds = numberOf(name, value, what, { min: 0.001, max: 2_000_000 })
  return seconds === undefined ? undefined : seconds * 1000
}

/** One of some words. */
export function choiceOf<Choice extends string>(
  name: string,
  value: string | undefined,
  choices: readonly Choice[],
): Choice | undefined {
  if (value === undefined || (choices as readonly string[]).includes(value))
    return value as Choice | undefined
  throw new UsageError(`${name}: expected ${choices.join(', ')}, got '${value}'`)
}
