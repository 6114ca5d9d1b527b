import { type } from 'arktype'
import * as v from 'valibot'
import { assertType, describe, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import {
  type EventSourceError,
  FetchEventSource,
  fetchEvents,
  readEvents,
  type ServerSentEvent,
  type SourceOpenEvent,
} from '../../src/index.ts'

interface Price {
  bid: number
}

const zodPrice = z.object({ bid: z.number() })
const valibotPrice = v.object({ bid: v.number() })
const arktypePrice = type({ bid: 'number' })

describe('FetchEventSource', () => {
  test('a map of types, given by hand', () => {
    const source = new FetchEventSource<{ price: Price; count: number }>('/')
    source.addEventListener('price', ({ data, type }) => {
      expectTypeOf(data).toEqualTypeOf<Price>()
      expectTypeOf(type).toEqualTypeOf<'price'>()
    })
    source.addEventListener('count', ({ data }) => expectTypeOf(data).toEqualTypeOf<number>())
    source.addEventListener('other', ({ data }) => expectTypeOf(data).toEqualTypeOf<string>())
    source.onmessage = ({ data }) => expectTypeOf(data).toEqualTypeOf<string>()
    // @ts-expect-error: no such field
    source.addEventListener('price', ({ data }) => data.ask)
  })

  test('a map that names message', () => {
    const source = new FetchEventSource<{ message: Price }>('/')
    source.onmessage = ({ data }) => expectTypeOf(data).toEqualTypeOf<Price>()
    source.addEventListener('message', ({ data }) => expectTypeOf(data).toEqualTypeOf<Price>())
  })

  test('an event called error has data where the server sent it; one called open is none of the stream', () => {
    const source = new FetchEventSource<{ error: Price; open: Price }>('/')
    source.onerror = (event) => {
      if (event.error) expectTypeOf(event.error.code).toExtend<string>()
      else expectTypeOf(event.data).toEqualTypeOf<Price>()
    }
    source.addEventListener('open', (event) => expectTypeOf(event).toEqualTypeOf<SourceOpenEvent>())
  })

  test('an interface is a map as well', () => {
    interface Events {
      price: Price
    }
    const source = new FetchEventSource<Events>('/')
    source.addEventListener('price', ({ data }) => expectTypeOf(data).toEqualTypeOf<Price>())
  })

  test('a function', () => {
    const source = new FetchEventSource('/', { parse: (data, type) => ({ text: data, type }) })
    source.onmessage = ({ data }) =>
      expectTypeOf(data).toEqualTypeOf<{ text: string; type: string }>()
    source.addEventListener('price', ({ data }) => expectTypeOf(data.text).toBeString())
  })

  test('any', () => {
    const source = new FetchEventSource('/', { parse: (data) => JSON.parse(data) })
    source.onmessage = ({ data }) => expectTypeOf(data).toBeAny()
  })

  test('a schema', () => {
    const zod = new FetchEventSource('/', { parse: zodPrice })
    zod.onmessage = ({ data }) => expectTypeOf(data).toEqualTypeOf<Price>()
    const valibot = new FetchEventSource('/', { parse: valibotPrice })
    valibot.addEventListener('any', ({ data }) => expectTypeOf(data).toEqualTypeOf<Price>())
    const arktype = new FetchEventSource('/', { parse: arktypePrice })
    arktype.onmessage = ({ data }) => expectTypeOf(data).toEqualTypeOf<Price>()
  })

  test('a schema gives what it makes', () => {
    const date = z.string().transform((text) => new Date(text))
    const source = new FetchEventSource('/', { parse: date })
    source.onmessage = ({ data }) => expectTypeOf(data).toEqualTypeOf<Date>()
  })

  test('a map of them', () => {
    const source = new FetchEventSource('/', {
      parse: { zod: zodPrice, valibot: valibotPrice, arktype: arktypePrice, count: Number },
    })
    source.addEventListener('zod', ({ data }) => expectTypeOf(data).toEqualTypeOf<Price>())
    source.addEventListener('valibot', ({ data }) => expectTypeOf(data).toEqualTypeOf<Price>())
    source.addEventListener('arktype', ({ data }) => expectTypeOf(data).toEqualTypeOf<Price>())
    source.addEventListener('count', ({ data }) => expectTypeOf(data).toEqualTypeOf<number>())
    source.addEventListener('other', ({ data }) => expectTypeOf(data).toEqualTypeOf<string>())
    source.onmessage = ({ data }) => expectTypeOf(data).toEqualTypeOf<string>()
  })

  test('types given by hand and a parser for them', () => {
    new FetchEventSource<{ price: Price }>('/', { parse: { price: zodPrice } })
    new FetchEventSource<{ price: Price }>('/', { parse: (data): Price => JSON.parse(data) })
    new FetchEventSource<{ price: Price }>('/', { parse: zodPrice })
  })

  test('any of them is an EventSource', () => {
    assertType<EventSource>(new FetchEventSource<{ price: Price; message: number }>('/'))
    assertType<EventSource>(new FetchEventSource('/', { parse: { message: zodPrice } }))
    assertType<FetchEventSource>(new FetchEventSource('/'))
  })
})

describe('fetchEvents', () => {
  test('without parse all data is text', async () => {
    for await (const event of fetchEvents('/')) {
      expectTypeOf(event).toEqualTypeOf<ServerSentEvent>()
      expectTypeOf(event.data).toEqualTypeOf<string>()
    }
    for await (const event of fetchEvents('/', { parse: undefined })) {
      expectTypeOf(event.data).toEqualTypeOf<string>()
    }
  })

  test('one parser for all types', async () => {
    for await (const { data, type } of fetchEvents('/', { parse: (data) => data.length })) {
      expectTypeOf(data).toEqualTypeOf<number>()
      expectTypeOf(type).toEqualTypeOf<string>()
    }
    for await (const { data } of fetchEvents('/', { parse: zodPrice }))
      expectTypeOf(data).toEqualTypeOf<Price>()
    for await (const { data } of fetchEvents('/', { parse: valibotPrice }))
      expectTypeOf(data).toEqualTypeOf<Price>()
    for await (const { data } of fetchEvents('/', { parse: arktypePrice }))
      expectTypeOf(data).toEqualTypeOf<Price>()
    const json = { parse: (data: string) => JSON.parse(data) }
    for await (const { data } of fetchEvents('/', json)) expectTypeOf(data).toBeAny()
  })

  test('a map makes a union that event.type tells apart', async () => {
    const parse = { price: zodPrice, count: Number, name: (data: string) => data.trim() }
    for await (const event of fetchEvents('/', { parse })) {
      expectTypeOf(event.type).toEqualTypeOf<'price' | 'count' | 'name'>()
      expectTypeOf(event.data).toEqualTypeOf<Price | number | string>()
      if (event.type === 'price') expectTypeOf(event.data).toEqualTypeOf<Price>()
      else if (event.type === 'count') expectTypeOf(event.data).toEqualTypeOf<number>()
      else expectTypeOf(event.data).toEqualTypeOf<string>()
      // @ts-expect-error: no such type
      if (event.type === 'prize') break
    }
  })

  test('a map that is written in place is inferred as well', async () => {
    const stream = fetchEvents('/', {
      parse: {
        price: zodPrice,
        news: arktypePrice,
        count: (data, type) => data.length + type.length,
      },
    })
    for await (const event of stream) {
      switch (event.type) {
        case 'price':
        case 'news':
          expectTypeOf(event.data).toEqualTypeOf<Price>()
          break
        case 'count':
          expectTypeOf(event.data).toEqualTypeOf<number>()
      }
    }
  })

  test('the stream', () => {
    const stream = fetchEvents(new URL('https://example.com/'))
    expectTypeOf(stream.lastEventId).toEqualTypeOf<string>()
    expectTypeOf(stream.readyState).toEqualTypeOf<0 | 1 | 2>()
    expectTypeOf(stream.url).toEqualTypeOf<string>()
    expectTypeOf(stream.close()).toEqualTypeOf<void>()
    assertType<AsyncIterable<ServerSentEvent>>(stream)
    assertType<AsyncDisposable>(stream)
    expectTypeOf(stream.next()).resolves.toEqualTypeOf<IteratorResult<ServerSentEvent, undefined>>()
  })
})

describe('readEvents', () => {
  test('reads what there is', async () => {
    readEvents(new Response())
    readEvents(new ReadableStream<Uint8Array>())
    readEvents(new ReadableStream<string>())
    readEvents((async function* () {})())
    readEvents(new Response().body!.pipeThrough(new TextDecoderStream()))
    readEvents(process.stdin)
    // @ts-expect-error: text is no stream
    readEvents('data: a\n\n')
    // @ts-expect-error: neither is a promise
    readEvents(fetch('/'))
  })

  test('parses as fetchEvents does', async () => {
    for await (const event of readEvents(new Response()))
      expectTypeOf(event).toEqualTypeOf<ServerSentEvent>()
    for await (const { data } of readEvents(new Response(), { parse: zodPrice })) {
      expectTypeOf(data).toEqualTypeOf<Price>()
    }
    const map = { parse: { price: valibotPrice, count: Number } }
    for await (const event of readEvents(new Response(), map)) {
      if (event.type === 'price') expectTypeOf(event.data).toEqualTypeOf<Price>()
      else expectTypeOf(event.data).toEqualTypeOf<number>()
    }
  })
})

describe('until, onInvalid and onEvent', () => {
  const until = ({ type, data }: ServerSentEvent) => type === 'end' || data === '[DONE]'

  test('leave the data what parse makes of it', async () => {
    for await (const { data } of fetchEvents('/', { parse: zodPrice, until: '[DONE]' }))
      expectTypeOf(data).toEqualTypeOf<Price>()
    for await (const { data } of fetchEvents('/', { until })) expectTypeOf(data).toBeString()
    const parse = { price: valibotPrice, count: Number }
    for await (const event of fetchEvents('/', { parse, until, onInvalid: () => {} })) {
      if (event.type === 'price') expectTypeOf(event.data).toEqualTypeOf<Price>()
      else expectTypeOf(event.data).toEqualTypeOf<number>()
    }
    const options = { parse: arktypePrice, until: '[DONE]', unfinished: 'deliver' } as const
    for await (const { data } of readEvents(new Response(), options))
      expectTypeOf(data).toEqualTypeOf<Price>()
    const source = new FetchEventSource('/', { parse: zodPrice, until, onInvalid: () => {} })
    source.onmessage = ({ data }) => expectTypeOf(data).toEqualTypeOf<Price>()
  })

  test('until is asked of the raw event, onInvalid gets the error', () => {
    fetchEvents('/', {
      parse: zodPrice,
      until: (event) => {
        expectTypeOf(event).toEqualTypeOf<ServerSentEvent>()
        return event.data === '[DONE]'
      },
      onInvalid: (error) => expectTypeOf(error).toEqualTypeOf<EventSourceError>(),
    })
    // @ts-expect-error: a text or a function
    fetchEvents('/', { until: /DONE/ })
    // @ts-expect-error: nothing is delivered that is not whole
    fetchEvents('/', { unfinished: 'deliver' })
  })

  test('onEvent gets events as parse makes them', () => {
    new FetchEventSource('/', {
      parse: { price: zodPrice, count: Number },
      onEvent: (event) => {
        if (event.type === 'price') expectTypeOf(event.data).toEqualTypeOf<Price>()
        else expectTypeOf(event.data).toEqualTypeOf<number>()
      },
    })
    fetchEvents('/', { onEvent: ({ data }) => expectTypeOf(data).toBeString() })
  })
})
