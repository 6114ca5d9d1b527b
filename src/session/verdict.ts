import { EventSourceError, type EventSourceErrorCode, said, shown } from '../errors.ts'
import { reportException } from '../platform/report.ts'
import { MAX_DELAY, random } from '../platform/timers.ts'
import type { SessionSettings } from './options.ts'
import {
  comesBack,
  type Decision,
  type Ending,
  reconnectionDelay,
  type ReconnectSettings,
} from './reconnection.ts'
import { bodyNotReplayable, isBodyless, isOneShot } from './request.ts'
import type { CloseReason } from './trace.ts'

/** How an attempt ended, and what of the session matters for the next one. */
export interface Case {
  ending: Ending
  error: EventSourceError
  /** The method that was sent last. */
  method: string
  /** How many attempts in a row, this one included, were bad. */
  failures: number
  /** The last event ID string now. */
  lastEventId: string
  reconnectionTime: number
  /** Whether the body was handed to `fetch` once. */
  isBodySent: boolean
}

/** What follows an attempt: the next one, due in so many milliseconds and not before so many; or the end. */
export type Verdict =
  | { kind: 'reestablish'; dueIn: number; notBefore: number }
  | { kind: 'close'; reason: CloseReason; error?: EventSourceError }

/** After what to reconnect: what the option says, else what the method implies. */
export function whenOf({ when }: ReconnectSettings, method: string): ReconnectSettings['when'] {
  return when ?? (isBodyless(method) ? 'always' : 'resumable')
}

/** Decides what follows an attempt: the table of the reconnection, row by row, where the caller's `decide` has not. */
export function judge(settings: SessionSettings, it: Case, decision: Decision): Verdict {
  const { reconnect, body, request } = settings
  const { ending, error, failures, lastEventId } = it
  const { status, retryAfter = 0 } = error
  if (status === 204) return { kind: 'close', reason: 'no-content', error }

  const when = whenOf(reconnect, it.method)
  if (decision === undefined && retryAfter > reconnect.maxRetryAfter) return failed(error)
  if (
    !(decision ?? comesBack(ending, status, when, reconnect.statuses, lastEventId)) &&
    decision !== 0
  ) {
    if (ending === 'ended') return { kind: 'close', reason: 'ended' }
    const isBlind =
      decision === undefined && ending === 'lost' && when === 'resumable' && lastEventId === ''
    if (!isBlind || error.code === 'incomplete') return failed(error)
    return failed(
      because(
        'not-resumable',
        error,
        `without a last event ID, a ${it.method} is not repeated; see reconnect.when`,
      ),
    )
  }
  if (it.isBodySent && isOneShot(body) && request === undefined)
    return failed(bodyNotReplayable(said(error), detailOf(error)))
  if (failures >= reconnect.maxAttempts) {
    return failed(
      because(
        'too-many-attempts',
        error,
        `that was bad attempt ${failures} in a row; see reconnect.maxAttempts`,
      ),
    )
  }
  return typeof decision === 'number'
    ? { kind: 'reestablish', dueIn: Math.min(decision, MAX_DELAY), notBefore: 0 }
    : {
        kind: 'reestablish',
        dueIn: reconnectionDelay(reconnect, it.reconnectionTime, failures, random),
        notBefore: Math.min(retryAfter, MAX_DELAY),
      }
}

/** What the caller's `decide` gave, if it is an answer. Anything else is reported, and the options decide. */
export function checkedDecision(given: unknown): Decision {
  if (given === undefined || typeof given === 'boolean') return given
  if (typeof given === 'number' && given >= 0) return given
  reportException(
    new TypeError(
      `reconnect.decide: expected milliseconds, true, false or undefined, got ${shown(given)}`,
    ),
  )
  return undefined
}

function failed(error: EventSourceError): Verdict {
  return { kind: 'close', reason: 'failed', error }
}

function because(
  code: EventSourceErrorCode,
  cause: EventSourceError,
  why: string,
): EventSourceError {
  return new EventSourceError(code, `${said(cause)}; ${why}`, detailOf(cause))
}

/** What an error that says more keeps of the one that it is about. */
function detailOf(cause: EventSourceError): object {
  const { code: _, ...rest } = cause
  return { ...rest, cause, response: cause.response }
}

/** Whether `decide` takes its time. */
export function isThenable(value: unknown): value is PromiseLike<Decision> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
}
