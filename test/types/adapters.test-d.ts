// The types that `parse` and `reduce` give the hooks.
import { type Signal, signal } from '@angular/core'
import { type } from 'arktype'
import { createSignal } from 'solid-js'
import * as v from 'valibot'
import { assertType, describe, expectTypeOf, test } from 'vitest'
import { ref, type Ref } from 'vue'
import { z } from 'zod'
import {
  EventSourceError,
  FetchEventSource,
  type FetchLike,
  type ServerSentEvent,
} from '../../src/index.ts'
import { useEventSource as inAngular } from '../../src/angular.ts'
import { useEventSource as inReact } from '../../src/react.ts'
import { SharedEventSource } from '../../src/shared.ts'
import { useEventSource as inSolid } from '../../src/solid.ts'
import { createEventStore } from '../../src/store.ts'
import { useEventSource as inSvelte } from '../../src/svelte.ts'
import { createTestStream } from '../../src/testing.ts'
import { useEventSource as inVue } from '../../src/vue.ts'

interface Price {
  bid: number
}

const schemas = {
  zod: z.object({ bid: z.number() }),
  valibot: v.object({ bid: v.number() }),
  arktype: type({ bid: 'number' }),
}

type Value<Wrapped> = Wrapped extends Readonly<Ref<infer Inner>> ? Inner : never

describe('data is', () => {
  test('text, where there is no parse', () => {
    const { data, event, error, readyState } = inReact('/')
    expectTypeOf(data).toEqualTypeOf<string | undefined>()
    expectTypeOf(event).toEqualTypeOf<ServerSentEvent | undefined>()
    expectTypeOf(error).toEqualTypeOf<EventSourceError | undefined>()
    expectTypeOf(readyState).toEqualTypeOf<0 | 1 | 2>()
    expectTypeOf<Value<ReturnType<typeof inVue>['error']>>().toEqualTypeOf<
      EventSourceError | undefined
    >()
    expectTypeOf(inVue('/').data.value).toEqualTypeOf<string | undefined>()
  })

  test('what a function makes of it', () => {
    const parse = (data: string): Price => JSON.parse(data)
    expectTypeOf(inReact('/', { parse }).data).toEqualTypeOf<Price | undefined>()
    expectTypeOf(inVue('/', { parse }).data.value).toEqualTypeOf<Price | undefined>()
    expectTypeOf(inReact('/', { parse: (data) => Number(data) }).data).toEqualTypeOf<
      number | undefined
    >()
  })

  test('what a schema of zod, valibot or arktype allows', () => {
    expectTypeOf(inReact('/', { parse: schemas.zod }).data).toEqualTypeOf<Price | undefined>()
    expectTypeOf(inReact('/', { parse: schemas.valibot }).data).toEqualTypeOf<Price | undefined>()
    expectTypeOf(inReact('/', { parse: schemas.arktype }).data).toEqualTypeOf<Price | undefined>()
    expectTypeOf(inVue('/', { parse: schemas.zod }).data.value).toEqualTypeOf<Price | undefined>()
    expectTypeOf(inVue('/', { parse: schemas.valibot }).data.value).toEqualTypeOf<
      Price | undefined
    >()
    expectTypeOf(inVue('/', { parse: schemas.arktype }).data.value).toEqualTypeOf<
      Price | undefined
    >()
  })

  test('told apart by the type, where parse is a map', () => {
    const { event } = inReact('/', { parse: { price: schemas.zod, count: Number } })
    if (event?.type === 'price') expectTypeOf(event.data).toEqualTypeOf<Price>()
    if (event?.type === 'count') expectTypeOf(event.data).toEqualTypeOf<number>()
    inVue('/', {
      parse: { price: schemas.valibot, count: Number },
      onEvent(event) {
        if (event.type === 'price') expectTypeOf(event.data.bid).toEqualTypeOf<number>()
      },
    })
  })
})

describe('with reduce, data is the state', () => {
  test('of the type that initial has', () => {
    const text = inReact('/', { reduce: (text, event) => text + event.data, initial: '' })
    expectTypeOf(text.data).toEqualTypeOf<string>()
    const text2 = inVue('/', { reduce: (text, event) => text + event.data, initial: '' })
    expectTypeOf(text2.data.value).toEqualTypeOf<string>()
  })

  test('or that reduce says, of the values that parse makes', () => {
    const { data } = inReact('/', {
      parse: schemas.arktype,
      reduce: (prices: Price[], event) => [...prices, event.data],
      initial: [],
    })
    expectTypeOf(data).toEqualTypeOf<Price[]>()
    const prices = inVue('/', {
      parse: schemas.zod,
      reduce: (prices, event) => [...prices, event.data],
      initial: [] as Price[],
    })
    expectTypeOf(prices.data.value).toEqualTypeOf<Price[]>()
  })

  test('and reduce without initial is refused', () => {
    // @ts-expect-error: there is no state before the first event
    inReact('/', { reduce: (text: string, event: ServerSentEvent) => text + event.data })
  })
})

test('in Vue, URL and options may be refs and getters', () => {
  const url = ref<string | null>(null)
  expectTypeOf(inVue(url).data.value).toEqualTypeOf<string | undefined>()
  expectTypeOf(
    inVue(
      () => url.value,
      () => ({ parse: schemas.zod }),
    ).data.value,
  ).toEqualTypeOf<Price | undefined>()
  // @ts-expect-error: the result is read only
  inVue(url).data.value = 'a'
})

test('in Svelte, Angular and Solid it is the same, in their idiom', () => {
  const init = { parse: schemas.zod, reduce: (prices: Price[]) => prices, initial: [] }
  expectTypeOf(inSvelte('/').data).toEqualTypeOf<string | undefined>()
  expectTypeOf(
    inSvelte(
      () => null,
      () => init,
    ).data,
  ).toEqualTypeOf<Price[]>()
  expectTypeOf(inAngular('/', { parse: schemas.zod }).data()).toEqualTypeOf<Price | undefined>()
  expectTypeOf(inAngular(signal('/'), init).data).toEqualTypeOf<Signal<Price[]>>()
  expectTypeOf(inSolid('/', { parse: schemas.zod }).event()).toEqualTypeOf<
    ServerSentEvent<Price> | undefined
  >()
  expectTypeOf(inSolid(createSignal('/')[0], init).data()).toEqualTypeOf<Price[]>()
  // @ts-expect-error: the result is read only
  inSvelte('/').data = 'a'
  // @ts-expect-error: no such option
  inSvelte('/', { retries: 1 })
  // @ts-expect-error: no such option
  inAngular('/', { retries: 1 })
  // @ts-expect-error: no such option
  inSolid('/', { retries: 1 })
})

test('a store has the types of a hook', () => {
  expectTypeOf(createEventStore('/').getSnapshot().data).toEqualTypeOf<string | undefined>()
  const store = createEventStore(null, {
    parse: schemas.zod,
    reduce: (prices, event) => [...prices, event.data],
    initial: [] as Price[],
  })
  expectTypeOf(store.getSnapshot().data).toEqualTypeOf<Price[]>()
  store.update('/', { parse: schemas.zod, reduce: (prices) => prices, initial: [] })
  // @ts-expect-error: the state is another one
  store.update('/', { reduce: (text: string, event) => text + event.data.bid, initial: '' })
})

test('a source is a class like FetchEventSource', () => {
  const { data } = inReact('/', { source: SharedEventSource, parse: schemas.zod, replay: 'opened' })
  expectTypeOf(data).toEqualTypeOf<Price | undefined>()
  inVue('/', { source: FetchEventSource })
  // @ts-expect-error: it does not tell why it closed
  inVue('/', { source: EventSource })
})

test('a wrong option is refused', () => {
  // @ts-expect-error: no such option
  inReact('/', { retries: 1 })
  // @ts-expect-error: no such option
  inVue('/', { retries: 1 })
})

test('the fetch of a test stream fits wherever one is taken', () => {
  const { fetch } = createTestStream()
  assertType<FetchLike>(fetch)
  assertType<typeof globalThis.fetch>(fetch)
})
