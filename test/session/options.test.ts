import { describe, expect, test } from 'vitest'
import { FetchEventSource, fetchEvents } from '../../src/index.ts'
import type { SessionInit } from '../../src/session/init.ts'
import { readOptions } from '../../src/session/options.ts'

const url = 'https://example.com/events'
const duration = 'a number of at least 1'
const delay = 'a number of at least 0'

/** What no type checker lets through, and JavaScript does. */
const wrong: [option: string, value: unknown, expected: string][] = [
  ['body', 'text', "method: 'POST'"],
  ['fetch', 'https://example.com', 'a function'],
  ['fetch', null, 'a function'],
  ['onComment', true, 'a function'],
  ['trace', console, 'a function'],
  ['signal', true, 'an AbortSignal'],
  ['signal', new AbortController(), 'an AbortSignal'],
  ['lastEventId', 7, 'a string'],
  ['lastEventId', null, 'a string'],
  ['lastEventIdParam', 7, 'a string'],
  ['lastEventIdParam', null, 'a string'],
  ['method', 7, 'a method'],
  ['method', 'GET /', 'a method'],
  ['method', '', 'a method'],
  ...['connectTimeout', 'idleTimeout', 'eventTimeout', 'maxEventSize'].flatMap((option) =>
    [0, -1, Number.NaN, -Infinity, '1000', null, {}].map((value): (typeof wrong)[number] => [
      option,
      value,
      duration,
    ]),
  ),
  ...['delay', 'maxDelay', 'spread', 'stableAfter'].flatMap((option) =>
    [-1, Number.NaN, -Infinity, '1000', null, []].map((value): (typeof wrong)[number] => [
      `reconnect.${option}`,
      value,
      delay,
    ]),
  ),
  ...['factor', 'maxAttempts'].flatMap((option) =>
    [0, 0.5, -1, Number.NaN, '2', null].map((value): (typeof wrong)[number] => [
      `reconnect.${option}`,
      value,
      duration,
    ]),
  ),
  ...['pauseWhenHidden', 'checkOnWake', 'reconnect.jitter'].flatMap((option) =>
    ['yes', 'false', 0, 1, null, {}].map((value): (typeof wrong)[number] => [
      option,
      value,
      'a boolean',
    ]),
  ),
  ['reconnect', 'always', 'options or false'],
  ['reconnect', 3000, 'options or false'],
  ['reconnect', null, 'options or false'],
  ['until', 5, 'a text or a function'],
  ['until', null, 'a text or a function'],
  ['reconnect.when', 'never', "'always', 'lost' or 'resumable'"],
  ['reconnect.when', true, "'always', 'lost' or 'resumable'"],
  ['reconnect.statuses', 503, "'transient'"],
  ['reconnect.statuses', 'all', "'transient'"],
  ['reconnect.statuses', ['503'], 'number'],
  ['reconnect.statuses', [Number.NaN], 'number'],
  ['reconnect.decide', 'always', 'a function'],
  ['parse', 'json', 'a function, a schema or a map'],
  ['parse', 5, 'a function, a schema or a map'],
  ['parse', null, 'a function, a schema or a map'],
  ['parse', { price: 'json' }, 'a function'],
]

function initWith(option: string, value: unknown): SessionInit {
  const [outer, inner] = option.split('.') as [string, string?]
  return inner === undefined ? { [outer]: value } : { [outer]: { [inner]: value } }
}

describe('a wrong option throws a TypeError that names it and what was expected', () => {
  test.for(wrong)('%s: %j, expected %s', ([option, value, expected]) => {
    const open = () => new FetchEventSource(url, initWith(option, value)).close()
    expect(open).toThrow(TypeError)
    expect(open).toThrow(`${option}: expected `)
    expect(open).toThrow(expected)
  })

  test('fetchEvents throws it at the call, not in the loop', () => {
    expect(() => fetchEvents(url, { idleTimeout: -1 })).toThrow('idleTimeout: expected ')
    expect(() => fetchEvents(url, { parse: 5 as never })).toThrow(TypeError)
  })
})

test('an init that is none is refused, and what was given is said', () => {
  expect(() => readOptions('POST' as never)).toThrow('init: expected an object, got POST')
  expect(() => readOptions({ idleTimeout: -1 })).toThrow(
    /^idleTimeout: expected a number of at least 1, got -1$/,
  )
})

test('where there is nothing to show of what was given, the error ends there', () => {
  expect(() => readOptions({ body: 'text' })).toThrow(/ set method: 'POST'$/)
  const reconnect = { retries: 3, wait: 1000 }
  expect(() => readOptions({ reconnect })).toThrow(/^reconnect: expected no retries, wait$/)
})

test.for([
  { headers: { 'x-token': 'two\nlines' } },
  { headers: { 'not a name': 'value' } },
  { headers: { 'x-text': '中' } },
  { headers: [['x-one']] },
  { headers: 7 },
])('headers that fetch would refuse throw at construction: $headers', ({ headers }) => {
  const open = () => new FetchEventSource(url, { headers: headers as HeadersInit }).close()
  expect(open).toThrow(TypeError)
  expect(open).toThrow(/^headers: /)
})

test.for(['GET', 'get', 'HEAD', undefined])('a body with method %s is refused', (method) => {
  const open = () => new FetchEventSource(url, { ...(method && { method }), body: 'text' }).close()
  expect(open).toThrow(TypeError)
  expect(open).toThrow(/^body: /)
})

test.for([
  {},
  { body: null, headers: null, signal: null },
  { method: 'POST', body: '' },
  { connectTimeout: Infinity, idleTimeout: 1, eventTimeout: Infinity, maxEventSize: Infinity },
  { reconnect: { delay: 0, maxDelay: 0, factor: 1, maxAttempts: 1, stableAfter: 0 } },
  { reconnect: { delay: undefined, when: undefined, statuses: undefined, decide: undefined } },
  { reconnect: undefined, fetch: undefined, parse: undefined, trace: undefined },
  { reconnect: { statuses: [] } },
  { dispatcher: {}, priority: 'low' },
  { until: '[DONE]' },
  { until: () => true },
  { body: 'text', request: () => ({ method: 'POST' }) },
])('%j is right', (init) => {
  expect(() => readOptions(init as SessionInit)).not.toThrow()
})

test('a null init is none, as for every dictionary of Web IDL', () => {
  const open = (init: unknown) => new FetchEventSource(url, init as object).close()
  expect(() => open(null)).not.toThrow()
})

test('the defaults are those of the contract', () => {
  expect(readOptions({})).toMatchObject({
    method: 'GET',
    lastEventId: '',
    connectTimeout: Infinity,
    idleTimeout: Infinity,
    eventTimeout: Infinity,
    maxEventSize: 64 * 2 ** 20,
    pauseWhenHidden: false,
    checkOnWake: false,
    errorBody: 0,
    reconnect: {
      when: undefined,
      delay: 3000,
      minDelay: 0,
      maxDelay: 30_000,
      factor: 2,
      jitter: true,
      spread: 0,
      maxAttempts: Infinity,
      stableAfter: 5000,
      maxRetryAfter: 3_600_000,
      statuses: [],
    },
    requestInit: {},
  })
})
