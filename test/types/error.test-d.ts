import { assertType, expectTypeOf, test } from 'vitest'
import { EventSourceError, type EventSourceErrorCode } from '../../src/index.ts'

test('the codes, all of them', () => {
  expectTypeOf<EventSourceErrorCode>().toEqualTypeOf<
    | 'network'
    | 'request'
    | 'http-status'
    | 'content-type'
    | 'connect-timeout'
    | 'idle-timeout'
    | 'event-too-large'
    | 'invalid-data'
    | 'body-not-replayable'
    | 'not-resumable'
    | 'too-many-attempts'
    | 'incomplete'
    | 'not-streamable'
  >()
  expectTypeOf<EventSourceError['code']>().toEqualTypeOf<EventSourceErrorCode>()
})

test('is() tells what was caught', () => {
  const caught: unknown = new EventSourceError('network', 'lost')
  if (EventSourceError.is(caught)) {
    expectTypeOf(caught).toEqualTypeOf<EventSourceError>()
    expectTypeOf(caught.status).toEqualTypeOf<number | undefined>()
    expectTypeOf(caught.contentType).toEqualTypeOf<string | undefined>()
    expectTypeOf(caught.retryAfter).toEqualTypeOf<number | undefined>()
    expectTypeOf(caught.response).toEqualTypeOf<Response | undefined>()
    expectTypeOf(caught.data).toEqualTypeOf<string | undefined>()
    expectTypeOf(caught.body).toEqualTypeOf<string | undefined>()
    expectTypeOf(caught.attempt).toEqualTypeOf<number>()
    expectTypeOf(caught.phase).toEqualTypeOf<'unsent' | 'unanswered' | 'refused' | 'streaming'>()
    expectTypeOf(caught.cause).toEqualTypeOf<unknown>()
  } else {
    expectTypeOf(caught).toBeUnknown()
  }
})

test('is an Error', () => {
  assertType<Error>(new EventSourceError('network', 'lost', { attempt: 1, cause: 'reset' }))
  // @ts-expect-error: no such code
  new EventSourceError('lost', 'lost')
  // @ts-expect-error: read-only
  new EventSourceError('network', 'lost').code = 'request'
})

test('a code can be switched over, and none is forgotten', () => {
  const { code } = new EventSourceError('network', 'lost')
  switch (code) {
    case 'network':
    case 'request':
    case 'http-status':
    case 'content-type':
    case 'connect-timeout':
    case 'idle-timeout':
    case 'event-too-large':
    case 'invalid-data':
    case 'body-not-replayable':
    case 'not-resumable':
    case 'too-many-attempts':
    case 'incomplete':
    case 'not-streamable':
      break
    default:
      expectTypeOf(code).toBeNever()
  }
})
