import type { EventSourceError } from '../errors.ts'
import type { EventOf, ParseOption } from '../stream/parse-data.ts'
import type { ServerSentEvent } from '../stream/event.ts'
import type { Attempt, Opening } from './attempt.ts'
import type { FetchLike } from './fetch-like.ts'
import type { ReconnectOptions } from './reconnection.ts'
import type { TraceRecord } from './trace.ts'

/** A value, or a function that gives one before every attempt, at once or later. */
export type PerAttempt<Value> = Value | ((attempt: Attempt) => Value | Promise<Value>)

/** What the option `request` may give for one attempt; what it leaves out is as the other options say. */
export interface AttemptInit {
  url?: string | URL | undefined
  method?: string | undefined
  headers?: RequestInit['headers'] | undefined
  body?: RequestInit['body'] | undefined
}

/** The event that ends a stream: the raw data of it, or a function that knows it. */
export type Until = string | ((event: ServerSentEvent) => boolean)

/** What becomes of the events of a stream; `readEvents` has these options too. */
export interface DeliveryOptions<Parse extends ParseOption | undefined = ParseOption | undefined> {
  /**
   * Turns the data of each event into a value: a function of the text, a Standard Schema (zod, valibot, arktype …) of the
   * JSON in it, or a map of them by event type; `event.data` is then the value, and typed. With a map, list every type that
   * you handle: others stay text. An event that does not fit is an `error` event with code `invalid-data` and the raw text in
   * `error.data`, and the stream goes on; a loop throws it. Default: all data is text.
   */
  parse?: Parse | undefined
  /**
   * Called with the `invalid-data` error of an event that `parse` refused. That event is then skipped: no `error` event is
   * fired for it, and a loop goes on. Default: none.
   */
  onInvalid?: ((error: EventSourceError) => void) | undefined
  /**
   * The event that ends the stream. A string is the raw data of it, which is neither parsed nor delivered; a function is
   * asked of every event before it is parsed, and the event that it answers `true` for is delivered as the last one. The
   * request is then aborted, and the source closed with reason `'ended'`. A stream that ends before that event was cut: code
   * `incomplete`, a lost connection. Default: a stream ends when the server ends it.
   *
   * @example
   * ```ts
   * fetchEvents('https://example.com/chat', { method: 'POST', body: prompt, until: '[DONE]' })
   * ```
   */
  until?: Until | undefined
}

/**
 * Everything that `RequestInit` and `EventSourceInit` have, fields that only some runtimes know included, and what a
 * connection that comes back needs. All durations are in milliseconds. What a callback throws is reported as the platform
 * reports it, and stops nothing.
 */
export interface SessionInit<Parse extends ParseOption | undefined = ParseOption | undefined>
  extends Omit<RequestInit, 'headers' | 'body' | 'signal'>, DeliveryOptions<Parse> {
  /**
   * As in `RequestInit`, or a function that is called before **every** attempt, for a token that is refreshed. A 401 asks it
   * once more, at once, with `attempt.error`. A value is checked and read at construction.
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
  /**
   * Called before **every** attempt, for what changes from one to the next: a URL that is signed anew, a POST that is resumed
   * by GET. What it gives wins over the URL, `method`, `headers` and `body`; a method that takes no body takes none of
   * `body`. After which endings the source comes back goes by the method that was sent last. A 401 asks it as it asks `headers`.
   *
   * @example
   * ```ts
   * fetchEvents('https://example.com/mcp', {
   *   method: 'POST',
   *   body: prompt,
   *   request: ({ lastEventId }) => (lastEventId ? { method: 'GET' } : {}),
   * })
   * ```
   */
  request?:
    | ((attempt: Attempt) => AttemptInit | undefined | Promise<AttemptInit | undefined>)
    | undefined
  /** Aborting it closes the source, without an error event; a `fetchEvents` loop throws its reason. */
  signal?: AbortSignal | null | undefined
  /** The transport. Default `globalThis.fetch`, looked up at each attempt. */
  fetch?: FetchLike | undefined
  /** `true` sends credentials to other origins too: `credentials: 'include'`, which wins if both are given. Default `false`. */
  withCredentials?: boolean | undefined
  /** Where to resume from on the first request. Default `''`: from where the server likes. */
  lastEventId?: string | undefined
  /**
   * Carries the last event ID in this query parameter, not in the header, which would cost a CORS preflight. What the URL
   * itself gives the parameter is where to resume from, unless `lastEventId` says otherwise. Default: the header.
   */
  lastEventIdParam?: string | undefined
  /** How to come back, or `false`: not at all. */
  reconnect?: ReconnectOptions | false | undefined
  /**
   * How long to wait for response headers, the time that `headers`, `body` and `request` take and a browser's queue for a
   * free connection included. Passing it counts as a lost connection. Default: as long as `fetch` does.
   */
  connectTimeout?: number | undefined
  /** How long the stream may be without a byte. Passing it counts as a lost connection. Default: for ever. */
  idleTimeout?: number | undefined
  /** How long the stream may be without an event, heartbeats not counted. Passing it counts as a lost connection. Default: for ever. */
  eventTimeout?: number | undefined
  /** How many UTF-16 units may be pending for one event; one over it fails the connection for good. Default 64 Mi. */
  maxEventSize?: number | undefined
  /**
   * Whether a response is an event stream, for a server that answers 201 or names another content type. Called with the
   * response, whose body it must not read, for any status but 204; it must answer at once. Default: 200 and `text/event-stream`.
   */
  accept?: ((response: Response) => boolean) | undefined
  /**
   * How many bytes of a refused response's body to read, for at most five seconds, before its error is told; `error.body` is
   * then the text. What is over is cancelled, and `error.response` has no body to read any more. Default 0: none is read.
   */
  errorBody?: number | undefined
  /**
   * Closes the connection while the page is hidden, and resumes from the last event ID when it shows. A request that could
   * not be resumed (see `reconnect.when`) stays open. Default `false`.
   */
  pauseWhenHidden?: boolean | undefined
  /**
   * Whether to replace an open connection that may have died unseen, resuming from the last event ID: when the page was
   * frozen, cached or hidden, or the network was gone, and nothing had come for 15 seconds. Without a last event ID, or
   * without a page, nothing is done. Default `false`, as a native `EventSource` does nothing.
   */
  checkOnWake?: boolean | undefined
  /** Called when a connection is open, before the listeners of the `open` event, with what that event has. */
  onOpen?: ((opening: Opening) => void) | undefined
  /** Called with every event as it is delivered, whatever its type, before the listeners of its type. */
  onEvent?: ((event: EventOf<Parse>) => void) | undefined
  /** Called with the text of every comment, as it is read, in a loop also while the events before it wait to be taken; servers send them as heartbeats. */
  onComment?: ((text: string) => void) | undefined
  /** Called with a record of everything that the connection does. No record holds a credential. */
  trace?: ((record: TraceRecord) => void) | undefined
}
