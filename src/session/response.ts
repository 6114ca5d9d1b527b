import { EventSourceError, type EventSourceErrorDetail, shown } from '../errors.ts'
import { reportException } from '../platform/report.ts'
import { cancelBody } from '../stream/chunks.ts'
import type { FetchLikeResponse } from './fetch-like.ts'
import { parseRetryAfter } from './retry-after.ts'

const EVENT_STREAM = 'text/event-stream'

/** What a response's header says; a foreign `fetch` may give none. */
export function headerOf(response: FetchLikeResponse, name: string): string | null {
  return response.headers?.get(name) ?? null
}

/** Why a response is not an event stream, or `undefined` if it is one: by the caller's `accept`, else by the standard's rule. */
export function refuse(
  response: FetchLikeResponse,
  accept?: (response: Response) => boolean,
): EventSourceError | undefined {
  const { status } = response
  const contentType = headerOf(response, 'content-type')
  const isEventStream = contentType === EVENT_STREAM || essence(contentType ?? '') === EVENT_STREAM
  // "if res's status is not 200, or if res's `Content-Type` is not `text/event-stream`, then fail the connection."
  const accepted = accept && status !== 204 ? ask(accept, response) : undefined
  if (accepted ?? (status === 200 && isEventStream)) return undefined

  const detail: EventSourceErrorDetail = { status, response: response as unknown as Response }
  if (contentType !== null) detail.contentType = contentType
  if (status !== 200) {
    const retryAfter = parseRetryAfter(headerOf(response, 'retry-after') ?? '')
    if (retryAfter !== undefined) detail.retryAfter = retryAfter
    const message = `The server answered with status ${status}, expected 200`
    return new EventSourceError('http-status', message, detail)
  }
  const got = contentType === null ? 'without a content type' : `with content type '${contentType}'`
  const message = isEventStream
    ? "The server's answer was refused by accept"
    : `The server answered ${got}, expected '${EVENT_STREAM}'`
  return new EventSourceError('content-type', message, detail)
}

/** What `accept` says; what is no answer is reported, and the standard's rule decides. */
function ask(
  accept: (response: Response) => boolean,
  response: FetchLikeResponse,
): boolean | undefined {
  try {
    const answer: unknown = accept(response as unknown as Response)
    if (typeof answer === 'boolean') return answer
    throw new TypeError(`accept: expected true or false, at once, got ${shown(answer)}`)
  } catch (error) {
    reportException(error)
    return undefined
  }
}

/** The essence of the last valid MIME type in the header, as Fetch extracts it: parameters, case and wildcards left out. */
function essence(contentType: string): string | undefined {
  let found: string | undefined
  // A quoted string may hold commas and escapes, and ends with the header where nothing else ends it.
  for (const value of contentType.replaceAll(/"(?:[^"\\]|\\.)*(?:"|\\?$)/gs, '"').split(',')) {
    const type = /^[\t\n\r ]*([^\s/;"]+\/[^\s/;"]+)[\t\n\r ]*(?:;|$)/.exec(value)?.[1]
    if (type && type !== '*/*') found = type.toLowerCase()
  }
  return found
}

/** Cancels a body that no one reads, so that its socket is free; `false`: someone does. */
export function discard(response: FetchLikeResponse | undefined): boolean {
  const body = response?.body as { locked?: boolean } | null | undefined
  // A body that the caller has begun to read is the caller's.
  if (body?.locked || response?.bodyUsed) return false
  cancelBody(body)
  return true
}
