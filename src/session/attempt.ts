import type { EventSourceError } from '../errors.ts'

/** One connection attempt, as the functions that make its request and `reconnect.decide` see it. */
export interface Attempt {
  /** Which attempt of this source it is, from 1. */
  readonly number: number
  /** How many attempts in a row, up to now, were bad: refused, or closed before an event arrived and before `stableAfter`. */
  readonly failures: number
  /** The last event ID string; this attempt resumes from it, if it is not empty. */
  readonly lastEventId: string
  /** Why the attempt before it ended; `undefined` for the first, and after a `reconnect()`. */
  readonly error: EventSourceError | undefined
  /** Aborted when this attempt is over: pass it on to a token request. */
  readonly signal: AbortSignal
}

/** What of a response a caller is told when the connection opens; its body is the stream. */
export interface OpenResponse {
  readonly status: number
  readonly headers: Headers
  /** The URL that the stream came from in the end. */
  readonly url: string
  readonly redirected: boolean
}

/** An open connection: what `onOpen` gets, and what the `open` event has. */
export interface Opening {
  readonly response: OpenResponse
  /** The number of the attempt, from 1. */
  readonly attempt: number
  /** The last event ID that was sent; `''`: none was, so something may have been missed. */
  readonly resumedFrom: string
}
