import type { FetchLike as EventSourceFetch } from 'eventsource'
import type { Agent, fetch as undiciFetch } from 'undici-types'
import { assertType, describe, expectTypeOf, test } from 'vitest'
import {
  type Attempt,
  FetchEventSource,
  type FetchEventSourceInit,
  fetchEvents,
  type FetchEventsInit,
  type FetchLike,
  type Opening,
  readEvents,
  type TraceRecord,
} from '../../src/index.ts'

test('all of RequestInit and EventSourceInit', () => {
  const requestInit: RequestInit = {
    method: 'POST',
    body: 'text',
    cache: 'reload',
    keepalive: true,
  }
  new FetchEventSource('/', requestInit)
  new FetchEventSource('/', { withCredentials: true } satisfies EventSourceInit)
  fetchEvents('/', requestInit)
  fetchEvents('/', { headers: new Headers(), body: new FormData(), signal: AbortSignal.timeout(1) })
  fetchEvents('/', { headers: [['a', 'b']], body: new URLSearchParams(), signal: null })
  fetchEvents('/', { headers: { a: 'b' }, body: new ReadableStream(), priority: 'low' })
})

test('every option takes undefined, as optional ones do in other projects', () => {
  const nothing: { [Name in keyof Omit<FetchEventSourceInit, keyof RequestInit>]: undefined } = {}
  new FetchEventSource('/', nothing)
  fetchEvents('/', { headers: undefined, body: undefined, signal: undefined, reconnect: undefined })
  fetchEvents('/', { reconnect: { when: undefined, delay: undefined, decide: undefined } })
})

test('functions for headers and body', () => {
  fetchEvents('/', {
    headers: (attempt) => {
      expectTypeOf(attempt).toEqualTypeOf<Attempt>()
      return { authorization: attempt.error?.status === 401 ? 'new' : 'old' }
    },
    body: ({ lastEventId }) => JSON.stringify({ lastEventId }),
  })
  fetchEvents('/', {
    headers: async ({ signal }) => {
      const response = await fetch('/token', { signal })
      return { authorization: await response.text() }
    },
    body: async () => new Blob(['text']),
  })
  // @ts-expect-error: a number is no header
  fetchEvents('/', { headers: () => ({ 'x-count': 1 }) })
})

test('reconnect', () => {
  fetchEvents('/', { reconnect: false })
  fetchEvents('/', {
    reconnect: {
      when: 'resumable',
      statuses: 'transient',
      decide: (error, attempt) => {
        expectTypeOf(attempt).toEqualTypeOf<Attempt>()
        if (error.code === 'network') return 1000
        return error.status === 404 ? false : undefined
      },
    },
  })
  fetchEvents('/', { reconnect: { statuses: [502, 503] as const } })
  // @ts-expect-error: true says nothing
  fetchEvents('/', { reconnect: true })
  // @ts-expect-error: no such value
  fetchEvents('/', { reconnect: { when: 'never' } })
  // @ts-expect-error: no such value
  fetchEvents('/', { reconnect: { statuses: 'all' } })
  // @ts-expect-error: no such option
  fetchEvents('/', { reconnect: { retries: 3 } })
})

test('request gives what changes with an attempt', () => {
  fetchEvents('/', {
    request: (attempt) => {
      expectTypeOf(attempt).toEqualTypeOf<Attempt>()
      return attempt.lastEventId ? { method: 'GET' } : undefined
    },
  })
  fetchEvents('/', { request: async () => ({ url: new URL('https://example.com/'), body: 'a' }) })
  fetchEvents('/', { request: () => ({ headers: new Headers(), url: '/' }) })
  // @ts-expect-error: no such field
  fetchEvents('/', { request: () => ({ uri: '/' }) })
})

test('accept, errorBody and a decide that takes its time', () => {
  new FetchEventSource('/', {
    accept: (response) => {
      expectTypeOf(response).toEqualTypeOf<Response>()
      return response.status === 201
    },
    errorBody: 1000,
    reconnect: {
      minDelay: 1000,
      maxRetryAfter: 60_000,
      decide: async ({ response, phase }) => {
        expectTypeOf(phase).toEqualTypeOf<'unsent' | 'unanswered' | 'refused' | 'streaming'>()
        return (await response?.text()) === 'overloaded' ? 1000 : undefined
      },
    },
  })
  // @ts-expect-error: at once
  new FetchEventSource('/', { accept: async () => true })
  // @ts-expect-error: a number of bytes
  new FetchEventSource('/', { errorBody: true })
  // @ts-expect-error: no answer
  new FetchEventSource('/', { reconnect: { decide: async () => 'later' } })
})

test('onOpen gets what the open event has', () => {
  new FetchEventSource('/', {
    onOpen: (opening) => {
      expectTypeOf(opening).toEqualTypeOf<Opening>()
      expectTypeOf(opening.response.headers).toEqualTypeOf<Headers>()
      // @ts-expect-error: its body is the stream
      return opening.response.body
    },
  })
})

test('trace gets records that their type tells apart', () => {
  const trace = (record: TraceRecord) => {
    expectTypeOf(record.at).toBeNumber()
    expectTypeOf(record.attempt).toBeNumber()
    if (record.type === 'response') expectTypeOf(record.status).toBeNumber()
    if (record.type === 'closed') expectTypeOf(record.error).toBeNullable()
    // @ts-expect-error: only of a response
    return record.status
  }
  new FetchEventSource('/', { trace })
})

describe('a wrong option is an error', () => {
  test('of FetchEventSource', () => {
    // @ts-expect-error: no such option
    new FetchEventSource('/', { retries: 1 })
    // @ts-expect-error: a number of milliseconds
    new FetchEventSource('/', { idleTimeout: '10s' })
    // @ts-expect-error: text
    new FetchEventSource('/', { lastEventId: 7 })
    // @ts-expect-error: a function
    new FetchEventSource('/', { trace: true })
    // @ts-expect-error: a function
    new FetchEventSource('/', { onComment: true })
    // @ts-expect-error: a function, a schema or a map
    new FetchEventSource('/', { parse: 'json' })
    // @ts-expect-error: a map of functions and schemas
    new FetchEventSource('/', { parse: { price: 'json' } })
    // @ts-expect-error: a URL
    new FetchEventSource(7)
    // @ts-expect-error: a URL
    new FetchEventSource()
  })

  test('of fetchEvents and readEvents', () => {
    // @ts-expect-error: no such option
    fetchEvents('/', { retries: 1 })
    // @ts-expect-error: no such option
    fetchEvents('/', { parse: JSON.parse, retries: 1 })
    // @ts-expect-error: nothing is reconnected
    readEvents(new Response(), { reconnect: false })
    // @ts-expect-error: yes or no
    readEvents(new Response(), { validate: 'yes' })
  })
})

describe('fetch', () => {
  const take = (fetch: FetchLike) => fetchEvents('/', { fetch })

  test('is the global one, or one like it', () => {
    take(fetch)
    take(globalThis.fetch)
    take(window.fetch.bind(window))
    take((url, init) => fetch(url, init))
    take((...args) => fetch(...args))
  })

  test('is that of undici', () => {
    take({} as typeof undiciFetch)
    fetchEvents('/', {
      fetch: {} as typeof undiciFetch,
      dispatcher: {} as Agent,
    } as FetchEventsInit)
  })

  test('is one that was declared for eventsource', () => {
    take({} as EventSourceFetch)
    new FetchEventSource('/', { fetch: {} as EventSourceFetch })
    take(async (url, init) => {
      expectTypeOf(init.headers).toEqualTypeOf<Record<string, string>>()
      return ({} as EventSourceFetch)(url, {
        mode: 'cors',
        cache: 'no-store',
        redirect: 'follow',
        signal: init.signal,
        headers: { ...init.headers, Accept: 'text/event-stream' },
      })
    })
  })

  test('is a test double', () => {
    take(
      async () => new Response('data: a\n\n', { headers: { 'content-type': 'text/event-stream' } }),
    )
    take(async (url) => new Response(url))
    take(() => Promise.reject(new TypeError('fetch failed')))
    take(() => new Promise(() => {}))
  })

  test('is one with a response of its own', () => {
    const body = {
      locked: false,
      getReader: () => ({
        read: async () => ({ done: false, value: new Uint8Array() }),
        cancel: async () => {},
      }),
      cancel: async () => {},
    }
    take(async () => ({ status: 200, url: '', headers: new Map() as never, body }))
  })

  test('gets what it needs', () => {
    take((url, init) => {
      expectTypeOf(url).toEqualTypeOf<string>()
      expectTypeOf(init.method).toEqualTypeOf<string>()
      expectTypeOf(init.headers).toEqualTypeOf<Record<string, string>>()
      expectTypeOf(init.signal).toEqualTypeOf<AbortSignal>()
      assertType<RequestInit>(init)
      return fetch(new Request(url, init))
    })
  })

  test('is nothing else', () => {
    // @ts-expect-error: gives no promise
    take(() => new Response())
    // @ts-expect-error: gives no response
    take(async () => 'data: a\n\n')
    // @ts-expect-error: wants a Request
    take((request: Request) => fetch(request))
  })
})
