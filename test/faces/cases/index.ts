import type { FaceCase } from '../face-case.ts'
import { accept } from './accept.ts'
import { aborting } from './aborting.ts'
import { asyncDecide } from './async-decide.ts'
import { attemptNumber } from './attempt-number.ts'
import { attemptRequest } from './attempt-request.ts'
import { cleanEnd } from './clean-end.ts'
import { closingInCallbacks } from './closing-in-callbacks.ts'
import { closing } from './closing.ts'
import { comments } from './comments.ts'
import { compression } from './compression.ts'
import { connectivity } from './connectivity.ts'
import { contentType } from './content-type.ts'
import { deafFetchCases } from './deaf-fetch.ts'
import { delays } from './delays.ts'
import { discarded } from './discarded.ts'
import { errorBody } from './error-body.ts'
import { errorDetail } from './error-detail.ts'
import { eventSourceIdl } from './event-source-idl.ts'
import { eventTypes } from './event-types.ts'
import { lastEventId } from './last-event-id.ts'
import { listeners } from './listeners.ts'
import { loop } from './loop.ts'
import { lostConnection } from './lost-connection.ts'
import { onInvalid } from './on-invalid.ts'
import { opening } from './opening.ts'
import { parse } from './parse.ts'
import { passingOn } from './passing-on.ts'
import { perAttempt } from './per-attempt.ts'
import { phase } from './phase.ts'
import { preflight } from './preflight.ts'
import { readEventsCases } from './read-events.ts'
import { reconnectByHand } from './reconnect-by-hand.ts'
import { reconnectOptions } from './reconnect-options.ts'
import { redaction } from './redaction.ts'
import { redirects } from './redirects.ts'
import { refusedBodies } from './refused-bodies.ts'
import { refusedStatuses } from './refused-statuses.ts'
import { requestInit } from './request-init.ts'
import { slowLoop } from './slow-loop.ts'
import { timeouts } from './timeouts.ts'
import { unauthorized } from './unauthorized.ts'
import { until } from './until.ts'

/** Every behaviour, by theme. */
export const faceCases: Record<string, FaceCase[]> = {
  'the interface of EventSource': eventSourceIdl,
  'the request': requestInit,
  'headers and body for each attempt': perAttempt,
  redirects: redirects,
  'content type': contentType,
  'refused statuses': refusedStatuses,
  'refused bodies': refusedBodies,
  unauthorized: unauthorized,
  'clean end': cleanEnd,
  'lost connection': lostConnection,
  timeouts: timeouts,
  'reconnect options': reconnectOptions,
  delays: delays,
  'last event ID': lastEventId,
  'event types': eventTypes,
  listeners: listeners,
  comments: comments,
  loop: loop,
  'slow loop': slowLoop,
  parse: parse,
  until: until,
  onInvalid: onInvalid,
  errorBody: errorBody,
  'decide that takes its time': asyncDecide,
  'onOpen and onEvent': opening,
  request: attemptRequest,
  accept: accept,
  phase: phase,
  'what is discarded': discarded,
  'error detail': errorDetail,
  'the attempt of an error': attemptNumber,
  'an error passed on': passingOn,
  'what no error tells': redaction,
  'a preflight': preflight,
  'close()': closing,
  'close() in callbacks': closingInCallbacks,
  'abort signal': aborting,
  'reconnect()': reconnectByHand,
  'fetch that ignores its signal': deafFetchCases,
  readEvents: readEventsCases,
  compression: compression,
  connectivity: connectivity,
}
