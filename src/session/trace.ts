import type { EventSourceError } from '../errors.ts'
import type { DiscardedKind } from '../stream/parser-callbacks.ts'

/** How an attempt carries the last event ID: not at all, in the header, in a query parameter; or it cannot, as no header may hold it. */
export type LastEventIdCarrier = 'none' | 'header' | 'parameter' | 'unsendable'

/** Why a source closed for good. */
export type CloseReason = 'closed' | 'aborted' | 'ended' | 'no-content' | 'failed'

/**
 * What happened to a connection, and when (`at`, in milliseconds on the clock of `performance.now()`). No record holds a
 * header value, and a `url` comes without its query, so that a log of them holds no credential. `discarded` tells what the
 * standard throws away, 200 characters of it at the most.
 */
export type TraceRecord = { at: number; attempt: number } & (
  | { type: 'request'; method: string; url: string; lastEventId: LastEventIdCarrier }
  | { type: 'response'; status: number; contentType: string | null; url: string }
  | { type: 'open' }
  | { type: 'retry'; milliseconds: number }
  | { type: 'discarded'; kind: DiscardedKind; text: string }
  | { type: 'lost'; error: EventSourceError }
  | { type: 'waiting'; milliseconds: number; failures: number }
  | { type: 'closed'; reason: CloseReason; error?: EventSourceError }
)

/** A {@link TraceRecord} before the session has stamped it. */
export type TraceEntry = TraceRecord extends infer R
  ? R extends unknown
    ? Omit<R, 'at' | 'attempt'>
    : never
  : never
