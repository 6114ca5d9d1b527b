import { assertType, expectTypeOf, test } from 'vitest'
import { FetchEventSource } from '../../src/index.ts'
import {
  type Replay,
  SharedEventSource,
  type SharedEventSourceInit,
  type SharedTraceRecord,
} from '../../src/shared.ts'

test('it takes the place of a FetchEventSource, and of the EventSource of lib.dom', () => {
  const source = new SharedEventSource('/prices')
  expectTypeOf(source).toEqualTypeOf<SharedEventSource>()
  assertType<FetchEventSource>(source)
  assertType<EventSource>(source)
  assertType<EventTarget>(source)
  globalThis.EventSource = SharedEventSource
  assertType<typeof EventSource>(SharedEventSource)
  expectTypeOf(SharedEventSource.CLOSED).toEqualTypeOf<2>()
})

test('its events are typed, by a map or by what parse gives', () => {
  const prices = new SharedEventSource<{ price: { bid: number } }>('/prices')
  prices.addEventListener('price', ({ data }) =>
    expectTypeOf(data).toEqualTypeOf<{ bid: number }>(),
  )
  prices.addEventListener('error', ({ error, reconnectIn }) => {
    if (error) expectTypeOf(reconnectIn).toEqualTypeOf<number | null | undefined>()
  })
  const parsed = new SharedEventSource('/prices', { parse: (data): number => data.length })
  parsed.addEventListener('message', ({ data }) => expectTypeOf(data).toEqualTypeOf<number>())
})

test('its options are those of FetchEventSource, and with whom to share', () => {
  new SharedEventSource('/feed', {
    key: 7,
    headers: ({ number }) => ({ 'x-attempt': String(number) }),
    replay: 'opened',
    reconnect: { delay: 10 },
    trace: (record) => expectTypeOf(record).toEqualTypeOf<SharedTraceRecord>(),
  })
  expectTypeOf<SharedEventSourceInit['replay']>().toEqualTypeOf<Replay | undefined>()
  // @ts-expect-error: 'all' is none of them
  new SharedEventSource('/feed', { replay: 'all' })
  // @ts-expect-error: an object tells no user apart
  new SharedEventSource('/feed', { key: {} })
})

test('a trace record tells its kind', () => {
  const told = (record: SharedTraceRecord) => {
    if (record.type === 'role')
      expectTypeOf(record.role).toEqualTypeOf<
        'joining' | 'follower' | 'promoting' | 'leader' | 'suspended' | 'closed'
      >()
    if (record.type === 'alone') expectTypeOf(record.reason).toEqualTypeOf<string>()
  }
  new SharedEventSource('/feed', { trace: told })
})
