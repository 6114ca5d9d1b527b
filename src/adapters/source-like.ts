import type { EventSourceError } from '../errors.ts'
import type { ReadyState } from '../session/ready-state.ts'

/** So much of a `FetchEventSource` as a subscription needs. */
export interface SourceLike {
  readonly readyState: ReadyState
  readonly lastEventId: string
  readonly closed: Promise<{ reason: string; error?: EventSourceError }>
  addEventListener(type: 'error', listener: (event: SourceErrorLike) => void): void
  close(): void
  reconnect(): void
}

/** An `error` event; one that the server has named so has no `error`. */
export interface SourceErrorLike {
  readonly error?: EventSourceError | undefined
  readonly reconnectIn?: number | null | undefined
}

/** A class with the interface of `FetchEventSource` and its options, such as `SharedEventSource`. */
export interface SourceClass {
  new (url: string | URL, init?: object): SourceLike
}
