// `millrace`. What is not here stays private until a user needs it: the session, which both faces share and no one else; the
// queue; the UTF-8 decoder. The parser has an entry of its own, for those who want nothing of fetch.

export { FetchEventSource } from './faces/fetch-event-source.ts'
export type {
  ClosedResult,
  FetchEventSourceConstructor,
  FetchEventSourceInit,
} from './faces/fetch-event-source.ts'
export type {
  ServerErrorEvent,
  SourceErrorEvent,
  SourceMessageEvent,
  SourceOpenEvent,
} from './faces/source-event.ts'
export { fetchEvents } from './faces/fetch-events.ts'
export type { EventStream, FetchEventsInit } from './faces/fetch-events.ts'
export { readEvents } from './faces/read-events.ts'
export type { EventStreamSource, ReadEventsOptions } from './faces/read-events.ts'
export { EventSourceError } from './errors.ts'
export type { AttemptPhase, EventSourceErrorCode, EventSourceErrorDetail } from './errors.ts'
export type { Attempt, Opening, OpenResponse } from './session/attempt.ts'
export type {
  FetchLike,
  FetchLikeBody,
  FetchLikeInit,
  FetchLikeReader,
  FetchLikeResponse,
} from './session/fetch-like.ts'
export type {
  AttemptInit,
  DeliveryOptions,
  PerAttempt,
  SessionInit,
  Until,
} from './session/init.ts'
export type { Decision, ReconnectOptions } from './session/reconnection.ts'
export type { ReadyState } from './session/ready-state.ts'
export type { CloseReason, LastEventIdCarrier, TraceRecord } from './session/trace.ts'
export type {
  DataParser,
  EventOf,
  EventsOf,
  ParseOption,
  StandardSchema,
} from './stream/parse-data.ts'
export type { ServerSentEvent } from './stream/event.ts'
export type { DiscardedKind } from './stream/parser-callbacks.ts'
