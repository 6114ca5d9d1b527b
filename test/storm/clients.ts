import { type ReconnectOptions, reconnectionDelay } from '../../src/session/reconnection.ts'
import type { Delay } from './simulation.ts'

const defaults = { minDelay: 0, maxDelay: 30_000, factor: 2, jitter: true, spread: 0 }

/** As this library waits: its own code, with these options. */
export function millrace({ delay = 3000, ...options }: ReconnectOptions = {}): Delay {
  const settings = { ...defaults, ...options } as typeof defaults
  return (failures, chance, retryAfter) =>
    Math.max(reconnectionDelay(settings, delay, failures, chance), retryAfter)
}

/** The same time after each attempt. */
export function fixed(milliseconds: number): Delay {
  return () => milliseconds
}

/** At any time up to a limit that doubles, with no floor. */
export function fullJitter(base: number, limit: number): Delay {
  return (failures, chance) => chance() * Math.min(limit, base * 2 ** failures)
}

/** Everyone who comes back. */
export const clients: Record<string, Delay> = {
  'millrace, no options': millrace(),
  'millrace, spread: 10 s': millrace({ spread: 10_000 }),
  'millrace, spread: 60 s': millrace({ spread: 60_000 }),
  'millrace, maxDelay: 120 s': millrace({ maxDelay: 120_000 }),
  'fixed 3 s (native EventSource)': fixed(3000),
  'fixed 1 s (fetch-event-source)': fixed(1000),
  'full jitter, 1 s to 30 s': fullJitter(1000, 30_000),
}
