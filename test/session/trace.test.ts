import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { FetchEventSourceInit, TraceRecord } from '../../src/index.ts'
import { nextError, openSource } from '../setup/fake-fetch.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function openTraced(init: FetchEventSourceInit = {}, url?: string) {
  const records: TraceRecord[] = []
  const trace = (record: TraceRecord) => void records.push(record)
  return { ...openSource({ trace, ...init }, url), records }
}

/** The records without when they were made, and errors by their code. */
function essence(records: TraceRecord[]) {
  return records.map(({ at: _, ...record }) =>
    'error' in record ? { ...record, error: record.error?.code } : record,
  )
}

const url = 'https://example.com/events'
const response = { type: 'response', status: 200, contentType: 'text/event-stream', url }

test('the life of a source, record by record', async () => {
  const { server, source, records } = openTraced({ reconnect: { jitter: false } })
  ;(await server.next()).open('retry: 50\n\nid: 1\ndata: a\n\n').end()
  await vi.advanceTimersByTimeAsync(50)
  ;(await server.next()).fail()
  await vi.advanceTimersByTimeAsync(150)
  ;(await server.next()).refuse(204)
  await source.closed

  expect(essence(records)).toEqual([
    { attempt: 1, type: 'request', method: 'GET', url, lastEventId: 'none' },
    { attempt: 1, ...response },
    { attempt: 1, type: 'open' },
    { attempt: 1, type: 'retry', milliseconds: 50 },
    { attempt: 1, type: 'lost', error: 'network' },
    { attempt: 1, type: 'waiting', milliseconds: 50, failures: 0 },
    { attempt: 2, type: 'request', method: 'GET', url, lastEventId: 'header' },
    { attempt: 2, type: 'lost', error: 'network' },
    { attempt: 2, type: 'waiting', milliseconds: 150, failures: 1 },
    { attempt: 3, type: 'request', method: 'GET', url, lastEventId: 'header' },
    { attempt: 3, type: 'response', status: 204, contentType: null, url },
    { attempt: 3, type: 'closed', reason: 'no-content', error: 'http-status' },
  ])
})

test('records carry the time, on a clock that never goes back', async () => {
  const { server, records } = openTraced()
  ;(await server.next()).open('data: a\n\n').end()
  await vi.advanceTimersByTimeAsync(3000)
  await server.next()
  const times = records.map(({ at }) => at)
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  expect(times.at(-1)! - times[0]!).toBe(3000)
})

describe('how a source closed', () => {
  test.for<[string, (source: ReturnType<typeof openTraced>['source']) => void]>([
    ['before its turn is over', (source) => source.close()],
    ['twice', (source) => (source.close(), source.close())],
  ])('%s: one record, and nothing before it', async ([, close]) => {
    const { source, records } = openTraced()
    close(source)
    await vi.advanceTimersByTimeAsync(0)
    expect(essence(records)).toEqual([{ attempt: 0, type: 'closed', reason: 'closed' }])
  })

  test('by its signal', async () => {
    const controller = new AbortController()
    const { server, records } = openTraced({ signal: controller.signal })
    ;(await server.next()).open()
    await vi.advanceTimersByTimeAsync(0)
    controller.abort()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(essence(records).at(-1)).toEqual({ attempt: 1, type: 'closed', reason: 'aborted' })
  })

  test('by a status', async () => {
    const { server, source, records } = openTraced()
    ;(await server.next()).refuse(404)
    await source.closed
    expect(essence(records).slice(1)).toEqual([
      { attempt: 1, type: 'response', status: 404, contentType: null, url },
      { attempt: 1, type: 'closed', reason: 'failed', error: 'http-status' },
    ])
  })

  test('because the stream ended, and that was all', async () => {
    const { server, source, records } = openTraced({ method: 'POST' })
    ;(await server.next()).open('data: a\n\n').end()
    await source.closed
    expect(essence(records).at(-1)).toEqual({ attempt: 1, type: 'closed', reason: 'ended' })
  })
})

test.for([
  { id: '', lastEventId: 'none' },
  { id: '7', lastEventId: 'header' },
  { id: '🙂', lastEventId: 'header' },
  { id: '\u0001', lastEventId: 'unsendable' },
  { id: 'a\u007f', lastEventId: 'unsendable' },
  { id: '  ', lastEventId: 'unsendable' },
  { id: 'two\nlines', lastEventId: 'unsendable' },
  { id: 'x'.repeat(8192), lastEventId: 'header' },
  { id: 'x'.repeat(8193), lastEventId: 'unsendable' },
  { id: 'é'.repeat(4097), lastEventId: 'unsendable' },
  { id: '\u0001', param: 'from', lastEventId: 'parameter' },
  { id: 'x'.repeat(8000), param: 'from', lastEventId: 'parameter' },
  { id: 'é'.repeat(2000), param: 'from', lastEventId: 'unsendable' },
  { id: 'x'.repeat(8193), param: 'from', lastEventId: 'unsendable' },
])('how the last event ID "$id" is carried is traced', async ({ id, param, lastEventId }) => {
  const { server, source, records } = openTraced({ lastEventId: id, lastEventIdParam: param })
  const exchange = await server.next()
  expect(records).toMatchObject([{ type: 'request', lastEventId }])
  expect('last-event-id' in exchange.init.headers).toBe(lastEventId === 'header')
  expect(source.lastEventId).toBe(id)
})

test.for([{ param: undefined }, { param: 'from' }])(
  'an ID of 16 MiB, with lastEventIdParam $param, holds nothing up',
  async ({ param }) => {
    const id = 'x'.repeat(16 * 1024 * 1024)
    const { server, source } = openTraced({ lastEventIdParam: param })
    ;(await server.next()).open(`id: ${id}\ndata: a\n\n`).end()
    await vi.advanceTimersByTimeAsync(0)
    const start = process.uptime()
    await vi.advanceTimersByTimeAsync(3000)
    await server.next()
    // It was six seconds for one of Latin letters.
    expect(process.uptime() - start).toBeLessThan(3)
    expect(source.lastEventId === id).toBe(true)
  },
)

test('a request that could not be made is traced as lost, without a request', async () => {
  const { source, records } = openTraced({
    headers: () => {
      throw new Error('no token')
    },
  })
  await nextError(source)
  expect(essence(records)[0]).toEqual({ attempt: 1, type: 'lost', error: 'request' })
})

test('a trace that throws is reported, and harms nothing', async () => {
  const report = vi.fn()
  vi.stubGlobal('reportError', report)
  const failure = new Error('log is full')
  const { server, source } = openTraced({
    trace() {
      throw failure
    },
  })
  const opened = new Promise((resolve) => (source.onopen = resolve))
  ;(await server.next()).open()
  await opened
  expect(report.mock.calls).toEqual([[failure], [failure], [failure]])
  source.close()
})
