import { type EventSourceError, shown } from '../errors.ts'
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

/** The options that are used as they are given, and their defaults; those that have none are functions. */
const PLAIN = {
  lastEventId: '',
  connectTimeout: Infinity,
  idleTimeout: Infinity,
  eventTimeout: Infinity,
  maxEventSize: MAX_EVENT_SIZE,
  errorBody: 0,
  pauseWhenHidden: false,
  checkOnWake: false,
  fetch: undefined,
  request: undefined,
  accept: undefined,
  onOpen: undefined,
  onEvent: undefined,
  onInvalid: undefined,
  onComment: undefined,
  trace: undefined,
}

/** The numbers that may not be 0. */
const POSITIVE = /Timeout$|^max(?:EventSize|Attempts)$|^factor$/

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
    signal,
    withCredentials,
    lastEventIdParam,
    reconnect,
    until,
    parse,
    ...others
  } = init as SessionInit
  const plain = filled('', PLAIN, init) as Pick<SessionSettings, keyof typeof PLAIN>
  const method = readMethod(givenMethod)
  const takesBody = !isBodyless(method) || body == null || plain.request !== undefined
  check(takesBody, 'body', `none with method ${method}; set method: 'POST'`)
  const isSignal = !signal || typeof signal.addEventListener === 'function'
  check(isSignal, 'signal', 'an AbortSignal', signal)
  check(isTextOr(lastEventIdParam), 'lastEventIdParam', 'a string', lastEventIdParam)
  checkUntil(until)
  return {
    ...plain,
    method,
    headers: typeof headers === 'function' ? headers : readHeaders(headers),
    body,
    signal: signal ?? undefined,
    lastEventIdParam,
    reconnect: readReconnect(reconnect),
    until,
    parse: dataParser(parse),
    requestInit: Object.fromEntries(
      Object.entries({ ...others, ...(withCredentials && { credentials: 'include' }) }).filter(
        ([name, value]) => !(name in PLAIN) && value !== undefined,
      ),
    ),
  }
}

/** Throws a `TypeError` for what is no {@link Until}. */
export function checkUntil(until: unknown): void {
  check(isTextOr(until, 'function'), 'until', 'a text or a function', until)
}

function readReconnect(given: ReconnectOptions | false | undefined): ReconnectSettings {
  if (given === undefined) return RECONNECT
  if (given === false) return { ...RECONNECT, when: 'never' }
  check(typeof given === 'object' && given !== null, 'reconnect', 'options or false', given)
  const unknown = Object.keys(given).filter((name) => !(name in RECONNECT))
  check(unknown.length === 0, 'reconnect', `no ${unknown.join(', ')}`)
  const { when, statuses = [], ...plain } = given
  const isKnown = when === undefined || ['always', 'lost', 'resumable'].includes(when)
  check(isKnown, 'reconnect.when', "'always', 'lost' or 'resumable'", when)
  const list: unknown = statuses === 'transient' ? TRANSIENT : statuses
  const isList = Array.isArray(list) && list.every(Number.isInteger)
  check(isList, 'reconnect.statuses', "an array of numbers, or 'transient'", statuses)
  return { ...filled('reconnect.', RECONNECT, plain), when, statuses: list }
}

/** The defaults, with what is given in place of them, each of the default's type. */
function filled<Options extends object>(
  prefix: string,
  fallbacks: Options,
  given: Partial<Record<keyof Options, unknown>>,
): Options {
  const options = { ...fallbacks } as Record<string, unknown>
  for (const [name, fallback] of Object.entries(fallbacks)) {
    const value = given[name as keyof Options]
    if (value === undefined) continue
    const least = POSITIVE.test(name) ? 1 : 0
    const isNumber = typeof fallback === 'number'
    const type = fallback === undefined ? 'function' : typeof fallback
    // NaN is not at least anything; it would make a timer fire at once.
    const isRight = typeof value === type && !(isNumber && !((value as number) >= least))
    check(isRight, prefix + name, isNumber ? `a number of at least ${least}` : `a ${type}`, value)
    options[name] = value
  }
  return options as Options
}

function isTextOr(value: unknown, other = 'undefined'): boolean {
  return value === undefined || typeof value === 'string' || typeof value === other
}

function check(isRight: boolean, name: string, what: string, value?: unknown): asserts isRight {
  if (!isRight)
    throw new TypeError(
      `${name}: expected ${what}${value === undefined ? '' : `, got ${shown(value)}`}`,
    )
}
