import * as fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { EventSourceError, FetchEventSource, type FetchEventSourceInit } from '../../src/index.ts'
import { refuse } from '../../src/session/response.ts'
import { parseRetryAfter } from '../../src/session/retry-after.ts'
import { createParser } from '../../src/parser.ts'
import { streamSeed } from '../setup/random.ts'

// More of them: `REQUEST_COUNT=10000000 npm test -- test/session/request-fuzz`.
const numRuns = Number(process.env['REQUEST_COUNT'] ?? 5000)
const timeout = Math.max(600_000, numRuns * 2)
const options = { numRuns, seed: streamSeed }

/** Texts that are nearly right, and any others. */
function near(...right: string[]): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom(...right),
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc
      .tuple(fc.constantFrom(...right), fc.nat(40), fc.string({ unit: 'binary', maxLength: 3 }))
      .map(([text, at, other]) => text.slice(0, at) + other + text.slice(at)),
  )
}

const values = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withSparseArray: true }),
  fc.double(),
  fc.constant(Symbol('any')),
  fc.func(fc.anything()),
)

/** What `act` gives; `undefined`: it refused, with an error that says what was expected. */
function refusable<Value>(act: () => Value): Value | undefined {
  try {
    return act()
  } catch (error) {
    const isClear = error instanceof TypeError || (error as Error).name === 'SyntaxError'
    if (!isClear) throw error
    return undefined
  }
}

/** The first request of a source, or why there was none. */
async function firstRequest(url: string, init: FetchEventSourceInit) {
  const { promise, resolve } = Promise.withResolvers<[string, RequestInit] | EventSourceError>()
  const source = refusable(
    () =>
      new FetchEventSource(url, {
        reconnect: false,
        ...init,
        fetch: (input, sent) => {
          resolve([input, sent])
          return new Promise(() => {})
        },
      }),
  )
  if (!source) return undefined
  void source.closed.then(({ error }) => resolve(error!))
  const first = await promise
  source.close()
  return first
}

test(
  'any last event ID is sent so that it comes out as it was, or is left out',
  async () => {
    const ids = fc.oneof(fc.string({ unit: 'binary' }), near('1', 'é', '🙂 2', 'a: b'))
    await fc.assert(
      fc.asyncProperty(ids, async (lastEventId) => {
        const first = await firstRequest('https://example.com/', { lastEventId })
        // NUL and line ends are in no ID; then it is refused.
        if (first === undefined) return
        const [, { headers }] = first as [string, RequestInit]
        const header = new Headers(headers).get('last-event-id')
        if (header === null) return
        const sent = new TextDecoder().decode(Uint8Array.from(header, (byte) => byte.charCodeAt(0)))
        expect(sent).toBe(lastEventId.replaceAll(/^[\t ]+|[\t ]+$/g, '').toWellFormed())
      }),
      { ...options, numRuns: numRuns / 10 },
    )
  },
  timeout,
)

test(
  'any last event ID in the query comes out as it was',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', minLength: 1 }),
        near('id', 'a b', '&', '[]'),
        async (lastEventId, lastEventIdParam) => {
          const url = 'https://example.com/?a=1#b'
          const first = await firstRequest(url, { lastEventId, lastEventIdParam })
          if (first === undefined) return
          const [sent] = first as [string, RequestInit]
          const { searchParams } = new URL(sent)
          expect(searchParams.get(lastEventIdParam.toWellFormed())).toBe(lastEventId.toWellFormed())
        },
      ),
      { ...options, numRuns: numRuns / 10 },
    )
  },
  timeout,
)

test(
  'any headers are sent as fetch would send them, or refused without their values',
  async () => {
    // Without __proto__, which the Headers of Node (24) lose of any record.
    const names = near('authorization', 'x-key', 'Accept', 'constructor', 'toString')
    const secret = near('Bearer secret', 'é', '')
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(names, secret), { maxLength: 4 }), async (headers) => {
        const expected = refusable(() => new Headers(headers))
        const first = await firstRequest('https://example.com/', { headers })
        expect(first === undefined).toBe(expected === undefined)
        if (!first || !expected) return
        const sent = new Headers((first as [string, RequestInit])[1].headers)
        // What is joined of several may end in a blank, which is trimmed.
        for (const [name, value] of expected)
          expect([name, sent.get(name)]).toEqual([name, value.trim()])
      }),
      { ...options, numRuns: numRuns / 10 },
    )
  },
  timeout,
)

test(
  'any URL is resolved as URL does, or refused',
  () => {
    const urls = near('https://example.com/a?b#c', '//x', '/a', 'http://[::1]:8080/', 'data:,x', '')
    fc.assert(
      fc.property(urls, (url) => {
        const expected = URL.canParse(url) ? new URL(url).href : undefined
        const source = refusable(() => new FetchEventSource(url))
        source?.close()
        expect(source?.url).toBe(expected)
      }),
      options,
    )
  },
  timeout,
)

const names = [
  ...['headers', 'body', 'method', 'signal', 'fetch', 'lastEventId', 'lastEventIdParam'],
  ...['connectTimeout', 'idleTimeout', 'eventTimeout', 'maxEventSize', 'pauseWhenHidden'],
  ...['parse', 'onInvalid', 'onComment', 'onOpen', 'onEvent', 'until', 'request', 'accept'],
  ...['errorBody', 'trace', 'checkOnWake', 'reconnect', 'withCredentials'],
]
const reconnectNames = [
  ...['when', 'delay', 'minDelay', 'maxDelay', 'factor', 'jitter', 'spread', 'maxAttempts'],
  ...['stableAfter', 'statuses', 'maxRetryAfter', 'decide'],
]

test(
  'options of any kind are taken, or refused by an error that names one of them',
  () => {
    const reconnect = fc.dictionary(fc.constantFrom(...reconnectNames), values, { maxKeys: 3 })
    const init = fc.oneof(
      fc.dictionary(fc.constantFrom(...names), values, { maxKeys: 3 }),
      reconnect.map((reconnect) => ({ reconnect })),
    )
    fc.assert(
      fc.property(init, (init) => {
        try {
          new FetchEventSource('https://example.com/', init).close()
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError)
          const given = Object.keys(init).concat(Object.keys(Object(init['reconnect'])))
          const { message } = error as Error
          expect(
            given.some((name) => message.includes(name)),
            message,
          ).toBe(true)
        }
      }),
      options,
    )
  },
  timeout,
)

test(
  'any Retry-After is a time to wait, or none',
  () => {
    const now = Date.UTC(2026, 0, 1)
    vi.useFakeTimers({ now })
    const dates = fc
      .date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true })
      .map((date) => date.toUTCString())
    fc.assert(
      fc.property(
        fc.oneof(dates, near('0', '120', '1.5', new Date(now).toUTCString())),
        (value) => {
          const wait = parseRetryAfter(value)
          if (/^\d+$/.test(value)) expect(wait).toBe(Number(value) * 1000)
          else if (value === new Date(value).toUTCString())
            expect(wait).toBe(Math.max(0, Date.parse(value) - now))
          if (wait !== undefined) expect(wait).toBeGreaterThanOrEqual(0)
          if (wait !== undefined) expect(value).toMatch(/^[\d.]+$|\d\d:\d\d:\d\d/)
        },
      ),
      options,
    )
    vi.useRealTimers()
  },
  timeout,
)

test(
  'any content type is that of an event stream only where its type and subtype say so',
  () => {
    const types = near(
      'text/event-stream',
      'text/event-stream; charset=utf-8',
      'TEXT/Event-Stream;',
    )
    fc.assert(
      fc.property(types, (type) => {
        const headers = { get: (name: string) => (name === 'content-type' ? type : null) }
        const response = { status: 200, headers, body: null } as unknown as Response
        const isTaken = refuse(response) === undefined
        if (isTaken) expect(type).toMatch(/text\/event-stream/i)
        if (/^text\/event-stream(?:; *charset=[\w-]+)?$/i.test(type)) expect(isTaken).toBe(true)
        if (/event-stream[\w.+-]/i.test(type) && !type.includes(',')) expect(isTaken).toBe(false)
      }),
      options,
    )
  },
  timeout,
)

test(
  'any retry field is a time of digits, or none',
  () => {
    fc.assert(
      fc.property(near('0', '1000', '99999999999999999999', '-1', '1e3', ' 1'), (value) => {
        let given: number | undefined
        createParser({ onRetry: (milliseconds) => (given = milliseconds) }).feed(
          `retry:${value}\n\n`,
        )
        // A line end in it ends the field.
        const field = value.split(/\r\n|\r|\n/)[0]!.replace(/^ /, '')
        expect(given === undefined).toBe(!/^[0-9]+$/.test(field) && !/[\r\n]retry/.test(value))
        if (given !== undefined) expect(given).toBeGreaterThanOrEqual(0)
      }),
      options,
    )
  },
  timeout,
)
