import {
  type EventSourceMessage as OriginalMessage,
  fetchEventSource as original,
  type FetchEventSourceInit as OriginalInit,
} from '@microsoft/fetch-event-source'
import { assertType, expectTypeOf, test } from 'vitest'
import {
  EventStreamContentType,
  type EventSourceMessage,
  fetchEventSource,
  type FetchEventSourceInit,
} from '../../src/fetch-event-source.ts'

declare const originalMessage: OriginalMessage
declare const message: EventSourceMessage
declare const init: OriginalInit

test('what was written for the original is taken', () => {
  assertType<typeof original>(fetchEventSource)
  assertType<FetchEventSourceInit>(init)
  assertType<EventSourceMessage>(originalMessage)
  expectTypeOf(EventStreamContentType).toEqualTypeOf<'text/event-stream'>()
  expectTypeOf(message.retry).toEqualTypeOf<number | undefined>()
  void fetchEventSource('/chat', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ foo: 'bar' }),
    signal: new AbortController().signal,
    openWhenHidden: true,
    fetch: globalThis.fetch,
    async onopen(response) {
      expectTypeOf(response).toEqualTypeOf<Response>()
    },
    onmessage(msg) {
      expectTypeOf(msg).toEqualTypeOf<EventSourceMessage>()
    },
    onclose() {},
    onerror(error) {
      // Anything may be thrown, and it is looked at as one likes.
      if (error.status === 500) return 1000
      throw error
    },
  })
  void fetchEventSource(new Request('https://example.com/'), { onerror: () => null })
})

test('and a little more', () => {
  const init: FetchEventSourceInit = {
    headers: async ({ error }) => ({ authorization: error ? 'fresh' : 'kept' }),
    onopen: () => {},
    onerror: async () => 1000,
  }
  void fetchEventSource(new URL('https://example.com/'), init)
  // @ts-expect-error: milliseconds, as a number
  void fetchEventSource('/', { onerror: () => '1s' })
  // @ts-expect-error: no such option
  void fetchEventSource('/', { onMessage() {} })
})
