import { assertType, expectTypeOf, test } from 'vitest'
import {
  FetchEventSource,
  type ReadyState,
  type ServerErrorEvent,
  type SourceErrorEvent,
  type SourceOpenEvent,
} from '../../src/index.ts'

declare const source: FetchEventSource

test('it takes the place of the EventSource of lib.dom', () => {
  globalThis.EventSource = FetchEventSource
  window.EventSource = FetchEventSource
  assertType<typeof EventSource>(FetchEventSource)
  assertType<EventSource>(source)
  assertType<EventTarget>(source)
  assertType<EventSource>(new FetchEventSource('/', { withCredentials: true }))
  assertType<EventSource>(new FetchEventSource<{ price: { bid: number } }>('/'))
})

test('code written for EventSource compiles', () => {
  function listen(source: EventSource) {
    source.onopen = function (event) {
      expectTypeOf(event).toEqualTypeOf<Event>()
      this.close()
    }
    source.onmessage = (event: MessageEvent) => event.data
    source.addEventListener('price', (event: MessageEvent<string>) => event.data)
    source.removeEventListener('price', null as never)
  }
  listen(source)
  listen(new FetchEventSource(new URL('https://example.com/')))
})

test('listeners written for MessageEvent fit', () => {
  const onMessage = (event: MessageEvent<string>) => event.data
  const onEvent = (event: Event) => event.type
  source.onmessage = onMessage
  source.onmessage = onEvent
  source.onerror = onEvent
  source.onopen = onEvent
  source.addEventListener('price', onMessage)
  source.addEventListener('price', onEvent)
  source.addEventListener('price', { handleEvent: onMessage })
  source.removeEventListener('price', onMessage)
})

test('its members', () => {
  expectTypeOf(source.url).toEqualTypeOf<string>()
  expectTypeOf(source.withCredentials).toEqualTypeOf<boolean>()
  expectTypeOf(source.readyState).toEqualTypeOf<ReadyState>()
  expectTypeOf(source.readyState).toEqualTypeOf<0 | 1 | 2>()
  expectTypeOf(source.lastEventId).toEqualTypeOf<string>()
  expectTypeOf(source.close()).toEqualTypeOf<void>()
  expectTypeOf(source.reconnect()).toEqualTypeOf<void>()
  expectTypeOf(source.CLOSED).toEqualTypeOf<2>()
  expectTypeOf(FetchEventSource.CONNECTING).toEqualTypeOf<0>()
  expectTypeOf(FetchEventSource.prototype.OPEN).toEqualTypeOf<1>()
  // @ts-expect-error: read-only
  source.lastEventId = '1'
  // @ts-expect-error: read-only
  source.readyState = 2
})

test('closed tells why', async () => {
  const { reason, error } = await source.closed
  expectTypeOf(reason).toEqualTypeOf<'closed' | 'aborted' | 'ended' | 'no-content' | 'failed'>()
  expectTypeOf(error?.code).toBeNullable()
  expectTypeOf(error?.status).toEqualTypeOf<number | undefined>()
})

test('what listeners get', () => {
  source.onopen = (event) => expectTypeOf(event).toEqualTypeOf<SourceOpenEvent>()
  source.onmessage = (event) => {
    expectTypeOf(event.data).toEqualTypeOf<string>()
    expectTypeOf(event.lastEventId).toEqualTypeOf<string>()
    expectTypeOf(event.origin).toEqualTypeOf<string>()
    expectTypeOf(event.type).toEqualTypeOf<'message'>()
  }
  source.onmessage = function () {
    expectTypeOf(this.reconnect).toBeFunction()
  }
  source.onerror = (event) => {
    expectTypeOf(event).toEqualTypeOf<SourceErrorEvent | ServerErrorEvent>()
    if (event.error) {
      expectTypeOf(event.error.code).toExtend<string>()
      expectTypeOf(event.message).toEqualTypeOf<string>()
      expectTypeOf(event.status).toEqualTypeOf<number | undefined>()
      expectTypeOf(event.code).toEqualTypeOf<number | undefined>()
      expectTypeOf(event.reconnectIn).toEqualTypeOf<number | null | undefined>()
    } else expectTypeOf(event.data).toEqualTypeOf<string>()
    // @ts-expect-error: the server's own has none
    expectTypeOf(event.error.code).toBeString()
  }
  source.addEventListener('error', (event) =>
    expectTypeOf(event).toEqualTypeOf<SourceErrorEvent | ServerErrorEvent>(),
  )
  source.addEventListener('open', (event) => expectTypeOf(event).toEqualTypeOf<SourceOpenEvent>(), {
    once: true,
  })
  source.addEventListener('anything', (event) => expectTypeOf(event.data).toEqualTypeOf<string>())
  source.addEventListener('price', { handleEvent: ({ data }) => expectTypeOf(data).toBeString() })
  source.onmessage = source.onerror = source.onopen = null
  source.addEventListener('message', null)
  // @ts-expect-error: not a handler
  source.onmessage = 'text'
  // @ts-expect-error: data is text
  source.onmessage = (event: { data: number }) => event.data
})

test('it can be subclassed', () => {
  class Prices extends FetchEventSource<{ price: { bid: number } }> {
    readonly started = Date.now()

    constructor(symbol: string) {
      super(`/prices/${symbol}`, { idleTimeout: 10_000 })
      this.addEventListener('price', ({ data }) => expectTypeOf(data.bid).toBeNumber())
    }

    override close(): void {
      super.close()
    }

    age(): number {
      return Date.now() - this.started
    }
  }
  const prices = new Prices('EUR')
  expectTypeOf(prices.age()).toBeNumber()
  prices.onmessage = function () {
    this.age()
  }
  assertType<EventSource>(prices)
  expectTypeOf(prices.readyState).toEqualTypeOf<0 | 1 | 2>()
})

test('it is disposable', () => {
  assertType<Disposable>(source)
})

test('one of the two, whichever it is, takes listeners', () => {
  const plain = (event: Event) => event.type
  const Source = {} as typeof EventSource | typeof FetchEventSource
  const made = new Source('/')
  const given = {} as EventSource | FetchEventSource
  const typed = {} as EventSource | FetchEventSource<{ price: { bid: number } }>
  for (const source of [made, given, typed]) {
    source.addEventListener('price', (event) => expectTypeOf(event).toEqualTypeOf<Event>())
    source.addEventListener('message', { handleEvent: plain }, { once: true })
    source.removeEventListener('open', plain)
    source.onmessage = (event: MessageEvent<string>) => event.data
    source.onopen = source.onerror = plain
    source.close()
  }
})

test('and this one tells data apart all the same', () => {
  // @ts-expect-error: data is text
  source.addEventListener('price', (event: MessageEvent<number>) => event.data)
  // @ts-expect-error: data is text
  source.addEventListener('price', ({ data }) => data.bid)
})
