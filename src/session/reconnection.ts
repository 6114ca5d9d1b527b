import type { EventSourceError } from '../errors.ts'
import { MAX_DELAY } from '../platform/timers.ts'
import type { Attempt } from './attempt.ts'

/** How to come back: after what, how often, and how long to wait. All durations are in milliseconds. */
export interface ReconnectOptions {
  /**
   * After what to reconnect, in place of what the method implies:
   * `'always'` (the default of GET and HEAD) also after the stream ended cleanly;
   * `'lost'` only after the connection was lost, resumable or not (the server may then apply a POST twice);
   * `'resumable'` (the default of other methods) only after it was lost and with a last event ID to resume from.
   */
  when?: 'always' | 'lost' | 'resumable' | undefined
  /** The reconnection time until the server sends a `retry` field: the floor of every wait. Default 3000. */
  delay?: number | undefined
  /** A floor below the floor: no wait is shorter, whatever the server's `retry` says. Default 0. */
  minDelay?: number | undefined
  /** What backing off may raise the wait to; a longer `retry` of the server raises it too. Default 30 000. */
  maxDelay?: number | undefined
  /** By what the wait grows with every bad attempt in a row; at least 1. Default 2. */
  factor?: number | undefined
  /** Whether to add a random part of what backing off may add (default), or the whole of it (`false`). */
  jitter?: boolean | undefined
  /** Up to how much to add to every wait at random, so that a server's clients do not come back all at once. Default 0. */
  spread?: number | undefined
  /** How many bad attempts in a row end the source, with code `too-many-attempts`; at least 1. Default `Infinity`. */
  maxAttempts?: number | undefined
  /** How long a connection on which no event came must have stood to count as good. Default 5000. */
  stableAfter?: number | undefined
  /**
   * The statuses after which to try again, though not before the response's `Retry-After`. `'transient'` is 408, 425, 429,
   * 500, 502 to 504, 520 to 524 and 529. Default none: the standard fails for good on every status but 200.
   */
  statuses?: readonly number[] | 'transient' | undefined
  /** The longest `Retry-After` that is waited for; a longer one fails with the status's own error, not to wait in silence. Default an hour. */
  maxRetryAfter?: number | undefined
  /**
   * Decides in place of the options above: `false` fails for good, `true` reconnects after the usual wait, a number after
   * that many milliseconds, also where `Retry-After` asks for more; `undefined` leaves it to them. It may give a promise of
   * that, until which the body of `error.response` stays readable; `close()` and `reconnect()` do not wait for it. Asked
   * after a clean end too, with code `network`. Anything else that it gives is reported, and the options decide.
   *
   * @example
   * ```ts
   * // Repeats a POST only where no one had answered it.
   * fetchEvents('https://example.com/chat', {
   *   method: 'POST',
   *   body: prompt,
   *   reconnect: { decide: ({ phase }) => phase === 'unanswered' || undefined },
   * })
   * ```
   */
  decide?: ((error: EventSourceError, attempt: Attempt) => Decision | Promise<Decision>) | undefined
}

/** What {@link ReconnectOptions.decide} may say. */
export type Decision = boolean | number | undefined

/** {@link ReconnectOptions} with every default filled in. */
export type ReconnectSettings = {
  [Name in Exclude<keyof ReconnectOptions, 'when' | 'statuses' | 'decide'>]-?: NonNullable<
    ReconnectOptions[Name]
  >
} & {
  /** `undefined`: as the method implies. */
  when: 'always' | 'lost' | 'resumable' | 'never' | undefined
  statuses: readonly number[]
  decide: ReconnectOptions['decide']
}

/**
 * How long to wait before the next attempt, in milliseconds. The reconnection time is the floor: "Wait a delay equal to the
 * reconnection time of the event source", then "Optionally, wait some more. In particular, if the previous attempt failed,
 * then user agents might introduce an exponential backoff delay".
 *
 * @param reconnectionTime the server's last `retry`, else the option `delay`
 * @param failures how many attempts in a row, up to now, were bad
 * @param random gives a number from 0 to 1
 */
export function reconnectionDelay(
  settings: Pick<ReconnectSettings, 'minDelay' | 'maxDelay' | 'factor' | 'jitter' | 'spread'>,
  reconnectionTime: number,
  failures: number,
  random: () => number,
): number {
  const { minDelay, maxDelay, factor, jitter, spread } = settings
  const floor = Math.min(Math.max(reconnectionTime, minDelay), MAX_DELAY)
  const growth = Math.max(floor, 100) * (factor ** failures - 1)
  // All finite, as a random part of Infinity may be NaN, and a timer of NaN a storm; NaN itself is Infinity times 0.
  const backoff = Math.max(0, Math.min(maxDelay - floor, growth || 0, MAX_DELAY))
  const added = backoff * (jitter ? random() : 1) + Math.min(spread, Number.MAX_VALUE) * random()
  return Math.min(floor + added, MAX_DELAY)
}

/**
 * How an attempt ended: the stream, cleanly; the connection, by force; before anything was sent; with a status that is not
 * 200; or in a way that would only repeat itself.
 */
export type Ending = 'ended' | 'lost' | 'unsent' | 'refused' | 'failed'

/** What the error that an attempt ended with means for the next one. */
export function endingOf({ code, phase }: EventSourceError): Ending {
  switch (code) {
    case 'network':
    case 'incomplete':
    case 'connect-timeout':
    case 'idle-timeout':
      // What the caller's functions took too long for never left.
      return phase === 'unsent' ? 'unsent' : 'lost'
    case 'request':
      return 'unsent'
    case 'http-status':
      return 'refused'
    default:
      return 'failed'
  }
}

/** Whether a source comes back after an attempt, by its options, the method that was sent and the last event ID. */
export function comesBack(
  ending: Ending,
  status: number | undefined,
  when: ReconnectSettings['when'],
  statuses: readonly number[],
  lastEventId: string,
): boolean {
  if (when === 'never') return false
  switch (ending) {
    case 'ended':
      return when === 'always'
    case 'lost':
      // RFC 9110, section 9.2.2: what is not idempotent is not repeated unless it is known not to have been applied; but a
      // server that sends IDs offers to go on from there.
      return when !== 'resumable' || lastEventId !== ''
    case 'unsent':
      return true
    case 'refused':
      return status !== undefined && statuses.includes(status)
    case 'failed':
      return false
  }
}
