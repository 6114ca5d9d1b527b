import type { Attempt } from './attempt.ts'
import type { FetchLike } from './fetch-like.ts'
import { readHeaders } from './headers.ts'
import type { ReconnectOptions, ReconnectSettings } from './reconnection.ts'
import type { TraceRecord } from './trace.ts'

/** A value, or a function that gives one before every attempt, at once or later. */
export type PerAttempt<Value> = Value | ((attempt: Attempt) => Value | Promise<Value>)

/**
 * Everything that `RequestInit` and `EventSourceInit` have, fields that only some runtimes know included, and what a
 * connection that comes back needs. All durations are in milliseconds.
 */
export interface SessionInit extends Omit<RequestInit, 'headers' | 'body' | 'signal'> {
  /**
   * As in `RequestInit`, or a function that is called before **every** attempt, for a token that is refreshed. A 401 asks it
   * once more, at once, with `attempt.error`. A value is checked at construction.
   *
   * @example
   * ```ts
   * headers: async ({ error }) => ({ authorization: `Bearer ${await token({ refresh: error?.status === 401 })}` })
   * ```
   */
  headers?: PerAttempt<RequestInit['headers']> | undefined
  /**
   * As in `RequestInit`, or a function that is called before **every** attempt. A stream given as a value can be sent only
   * once: where it would be needed again, the source fails with `body-not-replayable`.
   */
  body?: PerAttempt<RequestInit['body']> | undefined
  /** Aborting it closes the source, without an error event; a `fetchEvents` loop throws its reason. */
  signal?: AbortSignal | null | undefined
  /** The transport. Default `globalThis.fetch`, looked up at each attempt. */
  fetch?: FetchLike | undefined
  /** `true` sends credentials to other origins too: `credentials: 'include'`, which wins if both are given. Default `false`. */
  withCredentials?: boolean | undefined
  /** Where to resume from on the first request. Default `''`: from where the server likes. */
  lastEventId?: string | undefined
  /** Carries the last event ID in this query parameter, not in the header, which would cost a CORS preflight. Default: the header. */
  lastEventIdParam?: string | undefined
  /** How to come back, or `false`: not at all. */
  reconnect?: ReconnectOptions | false | undefined
  /** How long to wait for response headers. Passing it counts as a lost connection. Default: as long as `fetch` does. */
  connectTimeout?: number | undefined
  /** How long the stream may be without a byte. Passing it counts as a lost connection. Default: for ever. */
  idleTimeout?: number | undefined
  /** How long the stream may be without an event, heartbeats not counted. Passing it counts as a lost connection. Default: for ever. */
  eventTimeout?: number | undefined
  /** How many UTF-16 units may be pending for one event; one over it fails the connection for good. Default 64 Mi. */
  maxEventSize?: number | undefined
  /**
   * Closes the connection while the page is hidden, and resumes from the last event ID when it shows. A request that could
   * not be resumed (see `reconnect.when`) stays open. Default `false`.
   */
  pauseWhenHidden?: boolean | undefined
  /** Called with the text of every comment; servers send them as heartbeats. */
  onComment?: ((text: string) => void) | undefined
  /** Called with a record of everything that the connection does. No record holds a credential. */
  trace?: ((record: TraceRecord) => void) | undefined
}

/** {@link SessionInit} checked, its defaults filled in, its own options apart from those of `fetch`. */
export interface SessionSettings {
  method: string
  headers: SessionInit['headers']
  body: SessionInit['body']
  signal: AbortSignal | undefined
  fetch: FetchLike | undefined
  lastEventId: string
  lastEventIdParam: string | undefined
  reconnect: ReconnectSettings
  connectTimeout: number
  idleTimeout: number
  eventTimeout: number
  maxEventSize: number
  pauseWhenHidden: boolean
  onComment: ((text: string) => void) | undefined
  trace: ((record: TraceRecord) => void) | undefined
  /** What else `fetch` gets, as it is. */
  requestInit: Record<string, unknown>
}

/** UTF-16 units: 128 MiB of memory at the most, which no sane event needs. */
export const MAX_EVENT_SIZE: number = 64 * 1024 * 1024

const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/
const TRANSIENT = [408, 425, 429, 500, 502, 503, 504]

/** Shared by all who give none: 150 bytes of each source. */
const RECONNECT: ReconnectSettings = {
  when: 'always',
  delay: 3000,
  maxDelay: 30_000,
  factor: 2,
  jitter: true,
  spread: 0,
  maxAttempts: Infinity,
  stableAfter: 5000,
  statuses: [],
  decide: undefined,
}

/** Checks the options of the caller and fills in the defaults. Throws a `TypeError` that names the option. */
export function readOptions(
  init: (SessionInit & { parse?: unknown }) | null | undefined,
): SessionSettings {
  if (!init) return (defaults ??= readOptions({}))
  const {
    method: givenMethod = 'GET',
    headers,
    body,
    signal,
    fetch,
    withCredentials,
    lastEventId = '',
    lastEventIdParam,
    reconnect,
    connectTimeout = Infinity,
    idleTimeout = Infinity,
    eventTimeout = Infinity,
    maxEventSize = MAX_EVENT_SIZE,
    pauseWhenHidden = false,
    onComment,
    trace,
    parse: _parse,
    ...requestInit
  } = init

  check(
    typeof givenMethod === 'string' && TOKEN.test(givenMethod),
    'method',
    'a method such as POST',
    givenMethod,
  )
  // As fetch does: only these six are normalized, any other method is case-sensitive.
  const method = /^(get|head|post|put|delete|options)$/i.test(givenMethod)
    ? givenMethod.toUpperCase()
    : givenMethod
  const isSafe = method === 'GET' || method === 'HEAD'
  check(!isSafe || body == null, 'body', `none with method ${method}; set method: 'POST'`)
  if (headers && typeof headers !== 'function') readHeaders(headers)
  check(
    !signal || typeof signal.addEventListener === 'function',
    'signal',
    'an AbortSignal',
    signal,
  )
  typed('string', '', { lastEventId, lastEventIdParam })
  typed('function', '', { fetch, onComment, trace })
  atLeast(1, '', { connectTimeout, idleTimeout, eventTimeout, maxEventSize })

  return {
    method,
    headers,
    body,
    signal: signal ?? undefined,
    fetch,
    lastEventId,
    lastEventIdParam,
    reconnect: readReconnect(reconnect, isSafe),
    connectTimeout,
    idleTimeout,
    eventTimeout,
    maxEventSize,
    pauseWhenHidden,
    onComment,
    trace,
    requestInit: withoutUndefined({
      ...requestInit,
      ...(withCredentials && { credentials: 'include' }),
    }),
  }
}

/** Shared by all who give no options: 250 bytes of each source. */
let defaults: SessionSettings | undefined

function readReconnect(
  given: ReconnectOptions | false | undefined,
  isSafe: boolean,
): ReconnectSettings {
  const usual = isSafe ? RECONNECT : { ...RECONNECT, when: 'resumable' as const }
  if (given === undefined) return usual
  if (given === false) return { ...usual, when: 'never' }
  check(typeof given === 'object' && given !== null, 'reconnect', 'options or false', given)
  const settings = { ...usual, ...withoutUndefined(given) } as Required<ReconnectOptions>
  const { when, delay, maxDelay, factor, spread, maxAttempts, stableAfter, statuses } = settings
  typed('function', 'reconnect.', { decide: settings.decide })
  atLeast(0, 'reconnect.', { delay, maxDelay, spread, stableAfter })
  atLeast(1, 'reconnect.', { factor, maxAttempts })
  check(
    when === 'always' || when === 'lost' || when === 'resumable',
    'reconnect.when',
    "'always', 'lost' or 'resumable'",
    when,
  )
  const list = statuses === 'transient' ? TRANSIENT : statuses
  const isList = Array.isArray(list) && list.every(Number.isInteger)
  check(isList, 'reconnect.statuses', "an array of numbers, or 'transient'", statuses)
  return { ...settings, statuses: list } as ReconnectSettings
}

function check(isRight: boolean, name: string, what: string, value?: unknown): void {
  if (isRight) return
  const got =
    value === undefined
      ? ''
      : `, got ${typeof value === 'object' ? value && 'an object' : String(value)}`
  throw new TypeError(`${name}: expected ${what}${got}`)
}

function typed(type: 'string' | 'function', prefix: string, values: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(values)) {
    check(value === undefined || typeof value === type, prefix + name, `a ${type}`, value)
  }
}

function atLeast(minimum: number, prefix: string, values: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(values)) {
    // NaN is not at least anything; it would make a timer fire at once.
    check(
      typeof value === 'number' && value >= minimum,
      prefix + name,
      `a number of at least ${minimum}`,
      value,
    )
  }
}

function withoutUndefined(values: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}
