import { EventSourceError, type EventSourceErrorCode } from '../errors.ts'
import { guarded, MAX_DELAY, random } from '../platform.ts'
import type { Attempt } from './attempt.ts'
import type { SessionSettings } from './options.ts'
import { comesBack, type Ending, reconnectionDelay } from './reconnection.ts'
import { isOneShot } from './request.ts'
import type { CloseReason } from './trace.ts'

/** How an attempt ended, and what of the session matters for the next one. */
export interface Case {
  ending: Ending
  error: EventSourceError
  attempt: Attempt
  /** How many attempts in a row, this one included, were bad. */
  failures: number
  /** The last event ID string now. */
  lastEventId: string
  reconnectionTime: number
  /** Whether a 401 has made the session ask `headers` again since the last stream. */
  askedAgain: boolean
  /** Whether the body was handed to `fetch` once. */
  bodySent: boolean
}

/** What follows an attempt: a wait and the next one, with nothing said about it where `headers` is asked again; or the end. */
export type Verdict =
  | { wait: number; asksAgain: boolean }
  | { reason: CloseReason; error?: EventSourceError; wait?: undefined }

/** Decides what follows an attempt: the table of the reconnection, row by row. */
export function judge(settings: SessionSettings, it: Case): Verdict {
  const { reconnect, headers, body, method } = settings
  const { ending, error } = it
  if (error.status === 204) return { reason: 'no-content', error }

  const asksAgain = error.status === 401 && typeof headers === 'function' && !it.askedAgain
  const decision = asksAgain ? 0 : ask(settings, it)
  const wait = decision ?? comesBack(ending, error.status, reconnect, it.lastEventId)
  if (wait === false) {
    if (ending === 'ended') return { reason: 'ended' }
    const isBlind =
      decision === undefined &&
      ending === 'lost' &&
      reconnect.when === 'resumable' &&
      it.lastEventId === ''
    if (!isBlind) return { reason: 'failed', error }
    return failed(
      'not-resumable',
      `without a last event ID, a ${method} is not repeated; see reconnect.when`,
      it,
    )
  }
  if (it.bodySent && isOneShot(body)) {
    return failed(
      'body-not-replayable',
      'the body is a stream, which was read; give a function that makes one',
      it,
    )
  }
  if (!asksAgain && it.failures >= reconnect.maxAttempts) {
    return failed(
      'too-many-attempts',
      `that was bad attempt ${it.failures} in a row; see reconnect.maxAttempts`,
      it,
    )
  }
  return { wait: wait === true ? usualWait(settings, it) : wait, asksAgain }
}

/** What the caller's `decide` says. */
function ask({ reconnect: { decide } }: SessionSettings, it: Case): boolean | number | undefined {
  const decision = decide && guarded(() => checked(decide(it.error, it.attempt)))
  return typeof decision === 'number' ? Math.min(decision, MAX_DELAY) : decision
}

function usualWait({ reconnect }: SessionSettings, it: Case): number {
  const delay = reconnectionDelay(reconnect, it.reconnectionTime, it.failures, random)
  return Math.min(Math.max(delay, it.error.retryAfter ?? 0), MAX_DELAY)
}

function checked(decision: boolean | number | undefined): boolean | number | undefined {
  if (typeof decision !== 'number' || decision >= 0) return decision
  throw new TypeError(
    `reconnect.decide: expected milliseconds, true, false or undefined, got ${decision}`,
  )
}

function failed(code: EventSourceErrorCode, why: string, { error: cause, attempt }: Case): Verdict {
  const { status, response } = cause
  const detail = {
    cause,
    attempt: attempt.number,
    ...(status && { status }),
    ...(response && { response }),
  }
  return { reason: 'failed', error: new EventSourceError(code, `${cause.message}; ${why}`, detail) }
}
