import { EventSourceError, messageOf, shown } from '../errors.ts'
import { needsCacheControl, utf8Header } from '../platform/quirks.ts'
import type { Attempt } from './attempt.ts'
import type { FetchLikeInit } from './fetch-like.ts'
import type { PerAttempt } from './init.ts'
import type { SessionSettings } from './options.ts'
import type { LastEventIdCarrier } from './trace.ts'
import { fitsParameter, redactText, resolveURL, whyFutile, withParameter } from './url.ts'

/** What one attempt sends, and how it carries the last event ID. */
export interface AttemptRequest {
  url: string
  init: FetchLikeInit
  carrier: LastEventIdCarrier
  /** Why it need not be sent. */
  futile?: EventSourceError
}

/**
 * Makes the request of an attempt.
 *
 * @throws an error with code `request`, if a function of the caller throws or gives what fetch refuses
 */
export async function buildRequest(
  ownURL: string,
  settings: SessionSettings,
  attempt: Attempt,
  isBodySent: boolean,
): Promise<AttemptRequest> {
  try {
    const given = (await settings.request?.(attempt)) ?? {}
    const method = given.method === undefined ? settings.method : readMethod(given.method)
    const resolved = given.url === undefined ? ownURL : resolveURL(given.url)
    const { lastEventIdParam: parameter } = settings
    const { lastEventId, signal } = attempt
    const inQuery =
      parameter !== undefined && fitsParameter(lastEventId, MAX_HEADER) ? lastEventId : ''
    const url = parameter === undefined ? resolved : withParameter(resolved, parameter, inQuery)
    const why = settings.fetch ? undefined : whyFutile(url)
    const init: FetchLikeInit = { method, headers: {}, signal }
    const request: AttemptRequest = { url, init, carrier: 'none' }
    if (why) return { ...request, futile: new EventSourceError('network', why) }

    const headers = await headersOf(given.headers, settings, attempt)
    // "User agents may set (`Accept`, `text/event-stream`) in request's header list." Here, by the caller's leave.
    headers['accept'] ??= 'text/event-stream'
    if (needsCacheControl()) headers['cache-control'] ??= 'no-cache'
    if (lastEventId !== '') {
      const header = parameter === undefined ? lastEventIdHeader(lastEventId) : undefined
      if (header !== undefined) headers['last-event-id'] = header
      request.carrier = inQuery ? 'parameter' : header ? 'header' : 'unsendable'
    }

    const isOwnBody = given.body === undefined && !isBodyless(method)
    const body = isOwnBody ? await valueOf(settings.body, attempt) : given.body
    if (isOwnBody && isBodySent && isOneShot(settings.body))
      request.futile = bodyNotReplayable('The request could not be made')
    request.init = {
      cache: 'no-store',
      // Node (20 to 26) and Chromium (156) want to be told that a streamed body is not awaited before the response.
      ...(isOneShot(body) && { duplex: 'half' }),
      ...settings.requestInit,
      method,
      headers,
      ...(body != null && { body }),
      signal,
    }
    return request
  } catch (cause) {
    const message = `The request could not be made: ${redactText(messageOf(cause))}`
    throw new EventSourceError('request', message, { cause })
  }
}

async function headersOf(
  given: RequestInit['headers'],
  { headers }: SessionSettings,
  attempt: Attempt,
): Promise<Record<string, string>> {
  if (given !== undefined) return readHeaders(given)
  // A value was read at construction, as an iterator can be read but once.
  return typeof headers === 'function' ? readHeaders(await headers(attempt)) : { ...headers }
}

function valueOf<Value>(value: PerAttempt<Value>, attempt: Attempt): Value | Promise<Value> {
  return typeof value === 'function'
    ? (value as (attempt: Attempt) => Value | Promise<Value>)(attempt)
    : value
}

/** The error of a body that would be needed a second time. */
export function bodyNotReplayable(what: string, detail: object = {}): EventSourceError {
  const why = 'the body is a stream, which was read; give a function that makes one'
  return new EventSourceError('body-not-replayable', `${what}; ${why}`, detail)
}

/** A method as fetch sends it: only these six are normalized, any other is case-sensitive. */
export function readMethod(method: unknown = 'GET'): string {
  if (typeof method !== 'string' || !/^[\w!#$%&'*+.^`|~-]+$/.test(method))
    throw new TypeError(`method: expected a method such as POST, got ${shown(method)}`)
  return /^(?:get|head|post|put|delete|options)$/i.test(method) ? method.toUpperCase() : method
}

/** Whether a request with that method has no body. */
export function isBodyless(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** What fetch would make of the option `headers`. Says what it takes in its own words: fetch's error would tell the value, a credential. */
export function readHeaders(headers: RequestInit['headers']): Record<string, string> {
  try {
    return headers == null ? {} : Object.fromEntries(new Headers(headers))
  } catch {
    throw new TypeError(
      'headers: expected names that are tokens, and values without line breaks or characters above U+00FF',
    )
  }
}

/** Whether a body can be sent only once: a stream, and whatever else is read by iterating it. */
export function isOneShot(body: unknown): boolean {
  return (
    typeof body === 'object' &&
    body !== null &&
    (('getReader' in body && 'locked' in body) ||
      (Symbol.asyncIterator in body && !('stream' in body)))
  )
}

/**
 * Why fetch refuses the request itself, whoever it is for: a mistake of the caller, and no loss of a connection. A `fetch` of
 * the caller's own says so itself; the platform's throws a TypeError for either. `init`: what that one was given.
 */
export function refusalByFetch(
  cause: unknown,
  url: string,
  init: FetchLikeInit | undefined,
): EventSourceError | undefined {
  if (EventSourceError.is(cause) && cause.code === 'request') return cause
  if (!init || !(cause instanceof TypeError)) return undefined
  try {
    // Some runtimes with a fetch have no Request.
    if (typeof Request === 'function') new Request(url, { ...init, body: null })
    return undefined
  } catch {
    const why = `fetch refuses the request: ${redactText(messageOf(cause))}`
    return new EventSourceError('request', why, { cause })
  }
}

/** What most servers take of a request's head; they answer 431 to a longer header, and 414 to a longer URL. */
const MAX_HEADER = 8192

/** The last event ID as a header in UTF-8; `undefined`: no header can carry it, or it is empty. */
function lastEventIdHeader(lastEventId: string): string | undefined {
  // Control characters fit in no header, and one of spaces only would arrive empty, which means: from the start.
  if (lastEventId.length > MAX_HEADER || /[\0-\x08\x0a-\x1f\x7f]|^[\t ]*$/.test(lastEventId))
    return undefined
  const header = utf8Header(lastEventId)
  return header !== undefined && header.length <= MAX_HEADER ? header : undefined
}
