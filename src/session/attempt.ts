import type { EventSourceError } from '../errors.ts'

/** One connection attempt, as the `headers` and `body` functions and `reconnect.decide` see it. */
export interface Attempt {
  /** Which attempt of this source it is, from 1. */
  number: number
  /** How many attempts in a row, up to now, were bad: refused, or closed before an event arrived and before `stableAfter`. */
  failures: number
  /** The last event ID string; this attempt resumes from it, if it is not empty. */
  lastEventId: string
  /** Why the attempt before it ended; `undefined` for the first, and after a `reconnect()`. */
  error: EventSourceError | undefined
  /** Aborted when this attempt is over: pass it on to a token request. */
  signal: AbortSignal
}
