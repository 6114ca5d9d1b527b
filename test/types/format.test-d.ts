import { assertType, expectTypeOf, test } from 'vitest'
import {
  formatComment,
  formatEvent,
  type OutgoingEvent,
  type OutgoingEvents,
  toEventStream,
} from '../../src/format.ts'
import {
  FetchEventSource,
  fetchEvents,
  readEvents,
  type ServerSentEvent,
  type SourceMessageEvent,
} from '../../src/index.ts'
import type { TestEvent } from '../../src/testing.ts'

declare const event: ServerSentEvent
declare const price: ServerSentEvent<{ bid: number }, 'price'>
declare const sourceEvent: SourceMessageEvent
declare const messageEvent: MessageEvent
declare const events: OutgoingEvents

test('formatEvent takes text, events of its own shape, and those of every face', () => {
  expectTypeOf(formatEvent('text')).toEqualTypeOf<string>()
  expectTypeOf(formatComment()).toEqualTypeOf<string>()
  formatEvent({ data: { bid: 9.5 }, type: 'price', lastEventId: '7', retry: 1000 })
  formatEvent({ retry: undefined, type: undefined, lastEventId: undefined })
  assertType<OutgoingEvent>(event)
  assertType<OutgoingEvent>(Object.freeze(price))
  assertType<OutgoingEvent>(sourceEvent)
  assertType<OutgoingEvent>(messageEvent)
  new FetchEventSource('/').onmessage = (event) => formatEvent(event)
  expectTypeOf<TestEvent>().toEqualTypeOf<OutgoingEvent>()
  // @ts-expect-error: the names are those of MessageEvent
  formatEvent({ event: 'price', data: '' })
  // @ts-expect-error: text
  formatEvent({ lastEventId: 7, data: '' })
  // @ts-expect-error: a number of milliseconds
  formatEvent({ retry: '5' })
})

test('toEventStream takes every loop, and functions that give one', () => {
  const stream = toEventStream(fetchEvents('/'))
  expectTypeOf(stream).toExtend<ReadableStream<Uint8Array>>()
  assertType<BodyInit>(stream)
  stream.pipeThrough(new TextDecoderStream())
  toEventStream(fetchEvents('/', { parse: (text) => Number(text) }), { heartbeat: 15_000 })
  toEventStream(readEvents(new Response()))
  toEventStream(async function* (signal) {
    expectTypeOf(signal).toEqualTypeOf<AbortSignal>()
    yield 'text'
    yield { data: 1 }
  })
  toEventStream(async (signal) => readEvents(await fetch('/', { signal })))
  toEventStream(events, { signal: null, heartbeat: undefined })
  // @ts-expect-error: no async iterable
  toEventStream(['text'])
  // @ts-expect-error: no events
  toEventStream({} as AsyncIterable<number>)
  // @ts-expect-error: a number of milliseconds
  toEventStream(events, { heartbeat: '15s' })
  // @ts-expect-error: no such option
  toEventStream(events, { interval: 15_000 })
})
