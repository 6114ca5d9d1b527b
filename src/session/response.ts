import { EventSourceError, type EventSourceErrorDetail } from '../errors.ts'
import { currentTime } from '../platform.ts'
import type { FetchLikeResponse } from './fetch-like.ts'

const EVENT_STREAM = 'text/event-stream'

/** Why a response is not an event stream, or `undefined` if it is one. */
export function refuse(response: FetchLikeResponse, attempt: number): EventSourceError | undefined {
  const { status } = response
  const contentType = response.headers.get('content-type')
  const detail: EventSourceErrorDetail = {
    status,
    attempt,
    response: response as unknown as Response,
  }
  if (contentType !== null) detail.contentType = contentType
  // "if res's status is not 200, or if res's `Content-Type` is not `text/event-stream`, then fail the connection."
  if (status !== 200) {
    const retryAfter = parseRetryAfter(response.headers.get('retry-after'))
    if (retryAfter !== undefined) detail.retryAfter = retryAfter
    return new EventSourceError(
      'http-status',
      `The server answered with status ${status}, expected 200`,
      detail,
    )
  }
  if (contentType !== EVENT_STREAM && essence(contentType ?? '') !== EVENT_STREAM) {
    const message = `The server answered with content type '${contentType ?? ''}', expected '${EVENT_STREAM}'`
    return new EventSourceError('content-type', message, detail)
  }
  return undefined
}

/** The essence of the last valid MIME type in the header, as Fetch extracts it: parameters, case and wildcards left out. */
function essence(contentType: string): string | undefined {
  let found: string | undefined
  for (const value of contentType.replaceAll(/"[^"]*"/g, '').split(',')) {
    const type = /^[\t\n\r ]*([^\s/;]+\/[^\s/;]+)[\t\n\r ]*(?:;|$)/.exec(value)?.[1]
    if (type && type !== '*/*') found = type.toLowerCase()
  }
  return found
}

/** `Retry-After` in milliseconds (RFC 9110, section 10.2.3): seconds, or a date. */
function parseRetryAfter(value: string | null): number | undefined {
  if (value === null) return undefined
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - currentTime())
}

/** Cancels a body that no one reads, so that its socket is free; `false`: someone does. */
export function discard(response: FetchLikeResponse): boolean {
  const { body } = response
  // A body that the caller has begun to read is the caller's.
  if (body?.locked || response.bodyUsed) return false
  body?.cancel().catch(() => {})
  return true
}
