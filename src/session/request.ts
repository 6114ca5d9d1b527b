import { EventSourceError, messageOf } from '../errors.ts'
import { needsCacheControl, utf8Header } from '../platform.ts'
import type { Attempt } from './attempt.ts'
import type { FetchLikeInit } from './fetch-like.ts'
import { readHeaders } from './headers.ts'
import type { SessionSettings } from './options.ts'
import type { LastEventIdCarrier } from './trace.ts'

/** What one attempt sends, and how it carries the last event ID. */
export interface AttemptRequest {
  url: string
  init: FetchLikeInit
  carrier: LastEventIdCarrier
}

/** Makes the request of an attempt; rejects with code `request` if the caller's function throws or gives what fetch refuses. */
export async function buildRequest(
  url: string,
  settings: SessionSettings,
  attempt: Attempt,
): Promise<AttemptRequest> {
  let headers: Record<string, string>
  let body: unknown
  try {
    const given =
      typeof settings.headers === 'function' ? await settings.headers(attempt) : settings.headers
    headers = readHeaders(given)
    body = typeof settings.body === 'function' ? await settings.body(attempt) : settings.body
  } catch (cause) {
    throw new EventSourceError('request', `The request could not be made: ${messageOf(cause)}`, {
      cause,
      attempt: attempt.number,
    })
  }

  // "Set request's header list": `Accept`, value `text/event-stream`; by the caller's leave.
  headers['accept'] ??= 'text/event-stream'
  if (needsCacheControl()) headers['cache-control'] ??= 'no-cache'
  const carrier = carryLastEventId(attempt.lastEventId, settings.lastEventIdParam)
  if (carrier === 'header') headers['last-event-id'] = utf8Header(attempt.lastEventId)!
  return {
    url:
      carrier === 'parameter'
        ? withParameter(url, settings.lastEventIdParam!, attempt.lastEventId)
        : url,
    carrier,
    init: {
      cache: 'no-store',
      mode: 'cors',
      credentials: 'same-origin',
      redirect: 'follow',
      // Node (20 to 26) and Chromium (156) want to be told that a streamed body is not awaited before the response.
      ...(isOneShot(body) && { duplex: 'half' }),
      ...settings.requestInit,
      method: settings.method,
      headers,
      ...(body != null && { body }),
      signal: attempt.signal,
    },
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

function carryLastEventId(lastEventId: string, parameter: string | undefined): LastEventIdCarrier {
  if (lastEventId === '') return 'none'
  if (parameter !== undefined) return 'parameter'
  // Control characters fit in no header, and one of spaces only would arrive empty, which means: from the start.
  return /[\0-\x08\x0a-\x1f\x7f]/.test(lastEventId) ||
    lastEventId.trim() === '' ||
    utf8Header(lastEventId) === undefined
    ? 'unsendable'
    : 'header'
}

/** Adds to the query and leaves the rest of it as it is written, so that a signed URL stays valid. */
function withParameter(url: string, name: string, value: string): string {
  const result = new URL(url)
  const others = result.search
    .slice(1)
    .split('&')
    .filter((part) => part && !new URLSearchParams(part).has(name))
  result.search = [...others, new URLSearchParams([[name, value]])].join('&')
  return result.href
}
