/**
 * What the `fetch` option must do: so much of `fetch` that undici's, `expo/fetch` and test doubles fit. What it throws counts
 * as a lost connection, but for an `EventSourceError` with code `request`: what cannot be sent fails the source for good.
 */
export type FetchLike =
  | ((url: string, init: FetchLikeInit) => Promise<FetchLikeResponse>)
  | ForeignFetch

/**
 * A `fetch` that was declared for another client, such as the `FetchLike` of `eventsource`: what it says of the request and
 * the body is that client's, and what is sent and read is the same. Twice, once generic, so that the parameters of a function
 * that is written in place get their types from the other one.
 */
interface ForeignFetch {
  // oxlint-disable-next-line typescript/no-explicit-any -- what it wants to be told differs
  <_>(url: string, init: any): Promise<ForeignResponse>
  // oxlint-disable-next-line typescript/no-explicit-any
  (url: string, init: any): Promise<ForeignResponse>
}

interface ForeignResponse extends Omit<FetchLikeResponse, 'body'> {
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any
}

/** What `fetch` gets: the caller's own `RequestInit` fields too, those it does not know included. */
export interface FetchLikeInit {
  method: string
  headers: Record<string, string>
  signal: AbortSignal
  // oxlint-disable-next-line typescript/no-explicit-any -- each fetch has a type of its own for what it sends
  body?: any
  cache?: 'default' | 'no-store' | 'reload' | 'no-cache' | 'force-cache' | 'only-if-cached'
  mode?: 'cors' | 'navigate' | 'no-cors' | 'same-origin'
  credentials?: 'omit' | 'include' | 'same-origin'
  redirect?: 'error' | 'follow' | 'manual'
}

/** What is read of a response. */
export interface FetchLikeResponse {
  readonly status: number
  readonly url: string
  readonly redirected?: boolean
  readonly type?: string
  readonly bodyUsed?: boolean
  readonly headers: { get(name: string): string | null }
  /** A web stream, or else an async iterable of bytes or text, such as a Node stream; `null`: no body. */
  readonly body: FetchLikeBody | AsyncIterable<Uint8Array | string> | null
}

/** What is read of a response's body. */
export interface FetchLikeBody {
  readonly locked: boolean
  getReader(): FetchLikeReader
  cancel(reason?: unknown): Promise<void>
}

/** What is read of a body's reader. */
export interface FetchLikeReader {
  read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>
  cancel(reason?: unknown): Promise<void>
}
