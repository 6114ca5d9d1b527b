import type { EventSourceError } from '../errors.ts'
import type { ServerSentEvent } from '../stream/event.ts'
import { dataParser, type ParseEvent } from '../stream/parse-data.ts'
import type { Attempt, Opening } from './attempt.ts'
import type { FetchLike } from './fetch-like.ts'
import type { AttemptInit, SessionInit, Until } from './init.ts'
import type { ReconnectOptions, ReconnectSettings } from './reconnection.ts'
import { isBodyless, readHeaders, readMethod } from './request.ts'
import type { TraceRecord } from './trace.ts'

/** {@link SessionInit} checked, its defaults filled in, its own options apart from those of `fetch`. */
export interface SessionSettings {
  method: string
  headers: Record<string, string> | Extract<SessionInit['headers'], (attempt: Attempt) => unknown>
  body: SessionInit['body']
  request:
    | ((attempt: Attempt) => AttemptInit | undefined | Promise<AttemptInit | undefined>)
    | undefined
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
  checkOnWake: boolean
  errorBody: number
  until: Until | undefined
  parse: ParseEvent | undefined
  accept: ((response: Response) => boolean) | undefined
  onOpen: ((opening: Opening) => void) | undefined
  onEvent: ((event: ServerSentEvent<unknown>) => void) | undefined
  onInvalid: ((error: EventSourceError) => void) | undefined
  onComment: ((text: string) => void) | undefined
  trace: ((record: TraceRecord) => void) | undefined
  /** What else `fetch` gets, as it is. */
  requestInit: Record<string, unknown>
}

/** UTF-16 units: 128 MiB of memory at the most, which no sane event needs. */
export const MAX_EVENT_SIZE: number = 64 * 1024 * 1024

/** With the statuses of proxies and content networks that stand before a server which is away (520 to 524), or overloaded (529). */
const TRANSIENT = [408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529]

/** Shared by all who give none: 150 bytes of each source (`npm run bench -- memory`). */
const RECONNECT: ReconnectSettings = {
  when: undefined,
  delay: 3000,
  minDelay: 0,
  maxDelay: 30_000,
  factor: 2,
  jitter: true,
  spread: 0,
  maxAttempts: Infinity,
  stableAfter: 5000,
  maxRetryAfter: 3_600_000,
  statuses: [],
  decide: undefined,
}

/** Shared by all who give no options: 250 bytes of each source (`npm run bench -- memory`). */
let defaults: SessionSettings | undefined

/** Checks the options of the caller, a {@link SessionInit}, and fills in the defaults. Throws a `TypeError` that names the option. */
export function readOptions(init: object | null | undefined): SessionSettings {
  if (init == null) return (defaults ??= readOptions({}))
  check(typeof init === 'object', 'init', 'an object', init)
  const {
    method: givenMethod,
    headers,
    body,
    request,
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
    checkOnWake = false,
    errorBody = 0,
    until,
    parse,
    accept,
    onOpen,
    onEvent,
    onInvalid,
    onComment,
    trace,
    ...requestInit
  } = init as SessionInit

  const method = readMethod(givenMethod)
  check(
    !isBodyless(method) || body == null || request !== undefined,
    'body',
    `none with method ${method}; set method: 'POST'`,
  )
  check(
    !signal || typeof signal.addEventListener === 'function',
    'signal',
    'an AbortSignal',
    signal,
  )
  typed('string', '', { lastEventId, lastEventIdParam })
  typed('function', '', { fetch, request, accept, onOpen, onEvent, onInvalid, onComment, trace })
  typed('boolean', '', { pauseWhenHidden, checkOnWake })
  atLeast(1, '', { connectTimeout, idleTimeout, eventTimeout, maxEventSize })
  atLeast(0, '', { errorBody })
  checkUntil(until)

  return {
    method,
    headers: typeof headers === 'function' ? headers : readHeaders(headers),
    body,
    request,
    signal: signal ?? undefined,
    fetch,
    lastEventId,
    lastEventIdParam,
    reconnect: readReconnect(reconnect),
    connectTimeout,
    idleTimeout,
    eventTimeout,
    maxEventSize,
    pauseWhenHidden,
    checkOnWake,
    errorBody,
    until,
    parse: dataParser(parse),
    accept,
    onOpen,
    onEvent: onEvent as SessionSettings['onEvent'],
    onInvalid,
    onComment,
    trace,
    requestInit: withoutUndefined({
      ...requestInit,
      ...(withCredentials && { credentials: 'include' }),
    }),
  }
}

/** Throws a `TypeError` for what is no {@link Until}. */
export function checkUntil(until: unknown): void {
  check(
    until === undefined || typeof until === 'string' || typeof until === 'function',
    'until',
    'a text or a function',
    until,
  )
}

function readReconnect(given: ReconnectOptions | false | undefined): ReconnectSettings {
  if (given === undefined) return RECONNECT
  if (given === false) return { ...RECONNECT, when: 'never' }
  check(typeof given === 'object' && given !== null, 'reconnect', 'options or false', given)
  const unknown = Object.keys(given).filter((name) => !(name in RECONNECT))
  check(unknown.length === 0, 'reconnect', `no ${unknown.join(', ')}`)
  const settings = { ...RECONNECT, ...withoutUndefined(given) } as ReconnectSettings
  const { when, delay, minDelay, maxDelay, spread, stableAfter, maxRetryAfter } = settings
  const { factor, maxAttempts, jitter, decide } = settings
  typed('function', 'reconnect.', { decide })
  typed('boolean', 'reconnect.', { jitter })
  atLeast(0, 'reconnect.', { delay, minDelay, maxDelay, spread, stableAfter, maxRetryAfter })
  atLeast(1, 'reconnect.', { factor, maxAttempts })
  check(
    when === undefined || ['always', 'lost', 'resumable'].includes(when),
    'reconnect.when',
    "'always', 'lost' or 'resumable'",
    when,
  )
  const statuses: unknown = settings.statuses
  const list: unknown = statuses === 'transient' ? TRANSIENT : statuses
  const isList = Array.isArray(list) && list.every(Number.isInteger)
  check(isList, 'reconnect.statuses', "an array of numbers, or 'transient'", statuses)
  return { ...settings, statuses: list }
}

function check(isRight: boolean, name: string, what: string, value?: unknown): asserts isRight {
  if (isRight) return
  const got =
    value === undefined
      ? ''
      : `, got ${typeof value === 'object' ? value && 'an object' : String(value)}`
  throw new TypeError(`${name}: expected ${what}${got}`)
}

function typed(
  type: 'string' | 'function' | 'boolean',
  prefix: string,
  values: Record<string, unknown>,
): void {
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
