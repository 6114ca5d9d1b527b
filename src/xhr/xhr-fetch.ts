import { EventSourceError, shown } from '../errors.ts'
import { isCrossOrigin } from '../platform/page.ts'
import { abortReason } from '../platform/realm.ts'
import { originOf } from '../session/url.ts'
import { XhrBody } from './xhr-body.ts'

/** Options of {@link createXhrFetch}. */
export interface XhrFetchOptions {
  /**
   * After how many bytes of one response to give it up, between two events, and in the middle of one at twice as many: an
   * `XMLHttpRequest` keeps all that it has read. It counts as a lost connection, so the source goes on from the last event
   * ID; without IDs, what is sent meanwhile is missed. Default 16 MiB.
   */
  maxBytes?: number
}

/** What of `RequestInit` is heeded. */
export interface XhrFetchInit {
  method?: string | undefined
  headers?: RequestInit['headers'] | undefined
  /** Whatever `XMLHttpRequest` sends: text, a form, bytes; no stream. */
  body?: unknown
  credentials?: string | undefined
  redirect?: string | undefined
  signal?: AbortSignal | null | undefined
}

/** So much of a `Response` as a source, and who reads a refused one, need. */
export interface XhrResponse {
  readonly status: number
  readonly ok: boolean
  /** The URL that the response came from in the end. */
  readonly url: string
  readonly redirected: boolean
  readonly headers: Headers
  readonly body: XhrBody
  readonly bodyUsed: boolean
  text(): Promise<string>
  json(): Promise<unknown>
}

const MAX_BYTES = 16 * 1024 * 1024

/**
 * A `fetch` over `XMLHttpRequest`, for where `fetch` cannot stream: React Native, old browsers, jsdom. The response is told
 * of when its headers have come, and read as it arrives.
 *
 * What it cannot do: hold the server back when the reader is slow, read bytes that are no UTF-8 text, send a stream, or take
 * redirects otherwise than by following them. Of `credentials` it knows `'include'`; otherwise cookies go to the same origin
 * only. An `XMLHttpRequest` has no cache mode: `Cache-Control: no-cache` is sent, but for a page's request to another origin,
 * where it would cost a preflight.
 *
 * @throws `EventSourceError` with code `request` for what an `XMLHttpRequest` cannot do, which fails a source for good;
 *   `TypeError` where the request fails.
 *
 * @example
 * ```ts
 * import { FetchEventSource } from 'millrace'
 * import { xhrFetch } from 'millrace/xhr'
 *
 * const source = new FetchEventSource('https://example.com/events', { fetch: xhrFetch })
 * ```
 */
export const xhrFetch: (url: string | URL, init?: XhrFetchInit) => Promise<XhrResponse> =
  /* @__PURE__ */ createXhrFetch()

/**
 * An {@link xhrFetch} with options of its own.
 *
 * @throws `TypeError` if an option is not what it should be.
 *
 * @example
 * ```ts
 * const source = new FetchEventSource('https://example.com/events', { fetch: createXhrFetch({ maxBytes: 1024 * 1024 }) })
 * ```
 */
export function createXhrFetch({ maxBytes = MAX_BYTES }: XhrFetchOptions = {}): typeof xhrFetch {
  if (!(typeof maxBytes === 'number' && maxBytes > 0))
    throw new TypeError(`maxBytes: expected a number above 0, got ${shown(maxBytes)}`)
  return (url, init = {}) =>
    new Promise((resolve, reject) => send(String(url), init, maxBytes, resolve, reject))
}

function send(
  url: string,
  init: XhrFetchInit,
  maxBytes: number,
  resolve: (response: XhrResponse) => void,
  reject: (error: unknown) => void,
): void {
  const { method = 'GET', body, signal } = init
  refuse(init)
  if (signal?.aborted) return reject(abortReason(signal))

  const xhr = new XMLHttpRequest()
  xhr.open(method, url)
  xhr.withCredentials = init.credentials === 'include'
  // An event stream is UTF-8, whatever its content type says. React Native has no such method, and does so.
  xhr.overrideMimeType?.('text/plain; charset=utf-8')
  setHeaders(xhr, url, init.headers)

  const stream = new XhrBody(xhr, maxBytes)
  const abort = () => {
    const reason = abortReason(signal!)
    reject(reason)
    stream.cancel(reason as Error)
  }
  const end = (error?: Error) => {
    signal?.removeEventListener('abort', abort)
    if (error) reject(error)
    stream.end(error)
  }
  signal?.addEventListener('abort', abort)
  // Set as properties: React Native reads as it arrives only where these are, when the request is sent.
  xhr.onreadystatechange = () => {
    // A request that failed has no status.
    if (xhr.readyState >= xhr.HEADERS_RECEIVED && xhr.status !== 0)
      resolve(responseOf(xhr, url, stream))
    // With what has come since, in React Native, whose onprogress comes later.
    if (xhr.readyState === xhr.LOADING) stream.progress(0)
  }
  xhr.onprogress = ({ loaded }) => stream.progress(loaded)
  xhr.onload = () => end()
  xhr.onerror = () => end(new TypeError('XMLHttpRequest failed, without saying why'))
  xhr.ontimeout = () => end(new TypeError('XMLHttpRequest timed out'))
  xhr.onabort = () => end(new TypeError('XMLHttpRequest was aborted'))
  xhr.send((body ?? null) as XMLHttpRequestBodyInit | null)
}

/** Throws for what an `XMLHttpRequest` would do otherwise than it is told. */
function refuse({ body, redirect = 'follow' }: XhrFetchInit): void {
  const why =
    typeof XMLHttpRequest !== 'function'
      ? 'there is no XMLHttpRequest here; leave out the option fetch'
      : redirect !== 'follow'
        ? `an XMLHttpRequest follows redirects; leave out redirect: '${redirect}'`
        : isStream(body)
          ? 'an XMLHttpRequest cannot send a stream; give text, a form or bytes'
          : undefined
  if (why) throw new EventSourceError('request', `xhrFetch: ${why}`, { phase: 'unsent' })
}

function isStream(body: unknown): boolean {
  return (
    typeof body === 'object' &&
    body !== null &&
    ('getReader' in body || Symbol.asyncIterator in body)
  )
}

function setHeaders(xhr: XMLHttpRequest, url: string, given: XhrFetchInit['headers']): void {
  const headers = new Headers(given)
  if (!headers.has('cache-control') && !isCrossOrigin(originOf(url, url)))
    headers.set('cache-control', 'no-cache')
  headers.forEach((value, name) => xhr.setRequestHeader(name, value))
}

function responseOf(xhr: XMLHttpRequest, url: string, body: XhrBody): XhrResponse {
  const { status } = xhr
  const finalURL = xhr.responseURL || url
  const text = async () => {
    let all = ''
    for await (const part of body) all += part
    return all
  }
  return {
    status,
    ok: status >= 200 && status < 300,
    url: finalURL,
    redirected: finalURL !== url.replace(/#.*/s, ''),
    headers: headersOf(xhr),
    body,
    get bodyUsed() {
      return body.locked
    },
    text,
    json: async () => JSON.parse(await text()) as unknown,
  }
}

function headersOf(xhr: XMLHttpRequest): Headers {
  const headers = new Headers()
  for (const line of xhr.getAllResponseHeaders().split(/\r?\n/)) {
    const [, name, value] = /^([^:]+):\s*(.*)$/.exec(line) ?? []
    if (name) headers.append(name, value!)
  }
  return headers
}
