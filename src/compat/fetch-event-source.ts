import { EventSourceError } from '../errors.ts'
import type { FetchLike, FetchLikeInit } from '../session/fetch-like.ts'
import type { PerAttempt } from '../session/init.ts'
import { readOptions } from '../session/options.ts'
import type { Decision } from '../session/reconnection.ts'
import { isBodyless } from '../session/request.ts'
import { discard, refuse } from '../session/response.ts'
import { Session } from '../session/session.ts'
import { resolveURL, whyFutile } from '../session/url.ts'
import { type EventSourceMessage, readMessages } from './messages.ts'

/** The content type of event streams. */
export const EventStreamContentType = 'text/event-stream' as const

/** Options of {@link fetchEventSource}: those of `fetch`, and these. Callbacks may be asynchronous; they are awaited. */
export interface FetchEventSourceInit extends Omit<RequestInit, 'headers' | 'body' | 'signal'> {
  /** As for `fetch`, or a function that is called before every attempt, for a token that is refreshed. */
  headers?: PerAttempt<RequestInit['headers']> | undefined
  /** As for `fetch`, or a function that is called before every attempt. */
  body?: PerAttempt<RequestInit['body']> | undefined
  /** Aborting it ends the request, and resolves the promise. */
  signal?: AbortSignal | null | undefined
  /**
   * Called with each response before it is read, whatever its status. What it throws reaches `onerror`, and the body is
   * cancelled. Default: any status from 200 to 299 with the content type of event streams is taken.
   */
  onopen?: ((response: Response) => Promise<void> | void) | undefined
  /** Called with each message, also one without data. What it throws ends the connection, and reaches `onerror`. */
  onmessage?: ((message: EventSourceMessage) => void) | undefined
  /** Called when the server has ended the stream. If it throws, that reaches `onerror`, and the request is made again; else the promise resolves. */
  onclose?: (() => Promise<void> | void) | undefined
  /**
   * Called with whatever went wrong: an `EventSourceError`, or what a callback or the option `fetch` has thrown. What it
   * throws rejects the promise. A number is after how many milliseconds the request is made again. If it gives nothing, or
   * there is none, a GET is made again after the reconnection time, and later and later; see {@link fetchEventSource} for
   * other methods.
   */
  // oxlint-disable-next-line typescript/no-explicit-any -- anything may be thrown, and callers look at what they threw
  onerror?: ((error: any) => Retry | Promise<Retry>) | undefined
  /** Whether to stay connected while the page is hidden. Default `false`: closed, and resumed when it shows, where it can be. */
  openWhenHidden?: boolean | undefined
  /** The transport. Default `globalThis.fetch`, looked up at each attempt. */
  fetch?: FetchLike | undefined
}

type Retry = number | null | undefined | void

/** What became of one attempt, as far as the session cannot know. */
interface Attempt {
  /** What a callback or the option `fetch` threw. */
  thrown?: { error: unknown; by: 'callback' | 'fetch' }
  hasEnded?: boolean
  hasNoContent?: boolean
}

/**
 * Reads an event stream with the signature of `fetchEventSource` in `@microsoft/fetch-event-source`.
 *
 * Resolves when the server has ended the stream and `onclose` did not throw, when `signal` is aborted, and when the server
 * answers 204. Rejects with what `onerror` throws, and where nothing is to be tried again.
 *
 * A GET is made again after whatever goes wrong, unless `onerror` throws. Another method is made again only
 * if that was asked for (`onerror` gave a number, or gave nothing for what a callback had thrown; `onclose` threw), if nothing
 * was sent, or if the stream had a last event ID to resume from: else the server might do twice what it is to do once.
 * The reconnection time is one second until the server sends a `retry` field; attempts that fail are backed off from.
 *
 * @example
 * ```ts
 * await fetchEventSource('https://example.com/chat', {
 *   method: 'POST',
 *   body: JSON.stringify({ prompt }),
 *   onmessage: ({ event, data }) => console.log(event, data),
 *   onerror(error) {
 *     throw error
 *   },
 * })
 * ```
 */
export function fetchEventSource(
  input: string | URL | Request,
  init: FetchEventSourceInit = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    const { onopen, onmessage, onclose, onerror, openWhenHidden, fetch: given, ...rest } = init
    const request = typeof input === 'object' && 'clone' in input ? input : undefined
    const url = resolveURL(request?.url ?? (input as string | URL))
    const why = given ? undefined : whyFutile(url)
    if (why !== undefined) throw new EventSourceError('network', why)

    const settings = readOptions({
      method: request?.method,
      ...rest,
      headers: rest.headers ?? request?.headers,
      signal: rest.signal ?? request?.signal,
      fetch: transport,
      pauseWhenHidden: !openWhenHidden,
      accept: (response: unknown) => response === accepted,
      reconnect: { delay: 1000, decide },
    })
    let attempt: Attempt = {}
    let accepted: unknown
    /** How it ends, if not with the session's own error. */
    let settle: (() => void) | undefined

    const session = new Session(url, settings, {
      closed(reason, error) {
        if (reason === 'aborted') resolve()
        else if (settle) settle()
        else if (reason === 'failed') reject(error)
        else resolve()
      },
    })
    session.start()

    async function transport(url: string, init: FetchLikeInit): Promise<object> {
      const own: Attempt = (attempt = {})
      settle = undefined
      const note = (error: unknown, by: 'callback' | 'fetch'): void =>
        void (own.thrown = { error, by })
      let response: Response
      try {
        const send = (given ?? fetch) as (
          target: string | Request,
          init: object,
        ) => Promise<Response>
        response = await send(request?.clone() ?? url, init)
      } catch (error) {
        if (given) note(error, 'fetch')
        throw error
      }
      // What is no response, the session has words for.
      if (typeof response !== 'object' || response === null) return response
      own.hasNoContent = response.status === 204
      try {
        await onopen?.(response)
      } catch (error) {
        note(error, 'callback')
        discard(response)
        throw error
      }
      if (own.hasNoContent || !(onopen || isEventStream(response))) return response
      const { status, headers, url: from, redirected } = response
      const body = readMessages(response.body, session.lastEventId, {
        get isOver() {
          return init.signal.aborted
        },
        message: (message) => onmessage?.(message),
        failed: (error) => note(error, EventSourceError.is(error) ? 'fetch' : 'callback'),
        ended: () => void (own.hasEnded = true),
      })
      return (accepted = { status, headers, url: from, redirected, body })
    }

    /** Asks the caller what is to follow. */
    async function decide(lost: EventSourceError): Promise<Decision> {
      const { thrown, hasEnded, hasNoContent } = attempt
      attempt = {}
      settle = undefined
      let error = thrown ? thrown.error : lost
      let isAsked = thrown?.by === 'callback' && onerror !== undefined
      try {
        if (hasEnded) {
          try {
            await onclose?.()
            return false
          } catch (thrown) {
            error = thrown
            isAsked = true
          }
        }
        const wait = await onerror?.(error)
        if (hasNoContent) {
          settle = resolve
          return false
        }
        if (wait != null) return Math.max(0, wait) || 0
      } catch (thrown) {
        settle = () => reject(thrown)
        return false
      }
      // What no further attempt mends: an event that is too large, or what a fetch such as xhrFetch knows that it cannot do.
      const isHopeless =
        EventSourceError.is(error) && (thrown?.by === 'fetch' || error.code === 'not-streamable')
      if (!isHopeless && (isAsked || isBodyless(settings.method))) return true
      if (thrown) settle = () => reject(error)
      return isHopeless ? false : undefined
    }
  })
}

/** Any status that says yes: frameworks answer a POST with 201. */
function isEventStream({ status, headers }: Response): boolean {
  const isGood = status >= 200 && status < 300
  return isGood && refuse({ status: 200, headers, url: '', body: null }) === undefined
}
