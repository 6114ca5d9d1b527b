import type { EventSourceError } from '../errors.ts'
import type { ServerSentEvent } from '../stream/event.ts'
import type { Opening } from './attempt.ts'
import type { Connection } from './connection.ts'
import type { Ending } from './reconnection.ts'
import type { CloseReason, LastEventIdCarrier, TraceEntry } from './trace.ts'

/** What a face makes of what a session tells it; what is missing it has no use for. Nothing is told after `closed`, and nothing told may throw. */
export interface SessionObserver {
  /** The connection is announced. */
  opened?(opening: Opening): void
  /** An event came, its data parsed; the object is the observer's to keep. */
  received?(event: ServerSentEvent<unknown>): void
  /** An event came that `parse` refused, and no one else looks after. */
  invalid?(error: EventSourceError): void
  /** The connection is to be reestablished, in so many milliseconds. */
  lost?(error: EventSourceError, reconnectIn: number): void
  /** There is no connection just now, and no event tells of it: it is replaced, or held while the page is hidden; or `decide` takes its time. */
  connecting?(): void
  /** The end; `error` says why, where it is not what the caller wanted. */
  closed(reason: CloseReason, error: EventSourceError | undefined): void
  /** Resolves when what was received was taken; `undefined`: it was. Nothing more is read until then. */
  drained?(): Promise<void> | undefined
}

/** What a connection tells its session. Nothing is told once it has ended or was dropped. */
export interface ConnectionObserver {
  /** Missing where no one traces. */
  readonly trace: ((entry: TraceEntry) => void) | undefined
  /** Whether the body was handed to `fetch` once. */
  readonly isBodySent: boolean
  /** How the request of the last open connection carried the last event ID. */
  readonly openedWith: LastEventIdCarrier | undefined
  /** The request is made and about to be sent. */
  sending(): void
  /** The response is an event stream. */
  announce(opening: Opening): void
  /** An event came; the object is the observer's to keep. */
  receive(event: ServerSentEvent<unknown>): void
  /** The server has set the reconnection time. */
  setReconnectionTime(milliseconds: number): void
  /** Resolves when the events received were taken; `undefined`: they were. */
  drained(): Promise<void> | undefined
  /** It is over, and why. */
  ended(connection: Connection, error: EventSourceError, ending: Ending): void
}
