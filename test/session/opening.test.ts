// What is told when a connection opens, and what a trace says of it.
import { expect, test, vi } from 'vitest'
import type { FetchEventSourceInit, TraceRecord } from '../../src/index.ts'
import { openSource } from '../setup/fake-fetch.ts'

/** What `onOpen` gets from the answer to the first attempt. */
async function openingOf(init: FetchEventSourceInit = {}, url?: string) {
  const onOpen = vi.fn()
  const { server } = openSource({ ...init, onOpen }, url)
  ;(await server.next()).open()
  await vi.waitFor(() => expect(onOpen).toHaveBeenCalledOnce())
  return onOpen.mock.calls[0]![0]
}

test('onOpen is told of the response and of the attempt', async () => {
  expect(await openingOf()).toMatchObject({
    response: { status: 200, redirected: false, headers: expect.any(Headers) },
    attempt: 1,
    resumedFrom: '',
  })
})

test('and where it goes on from, by the header or the parameter that said so', async () => {
  expect(await openingOf({ lastEventId: '7' })).toMatchObject({ resumedFrom: '7' })
  expect(await openingOf({ lastEventId: '7', lastEventIdParam: 'from' })).toMatchObject({
    resumedFrom: '7',
  })
  const url = 'https://example.com/events?from=8'
  expect(await openingOf({ lastEventIdParam: 'from' }, url)).toMatchObject({ resumedFrom: '8' })
  expect(await openingOf({}, url)).toMatchObject({ resumedFrom: '' })
})

test('what could not be sent is not said to be resumed from', async () => {
  expect(await openingOf({ lastEventId: 'two\nlines' })).toMatchObject({ resumedFrom: '' })
})

test('a response that does not say where it is from, and whether it was redirected, was not', async () => {
  const onOpen = vi.fn()
  const records: TraceRecord[] = []
  const trace = (record: TraceRecord) => void records.push(record)
  const fetch = async () => ({
    status: 200,
    headers: new Headers({ 'content-type': 'text/event-stream' }),
    body: new ReadableStream<Uint8Array>(),
  })
  const { source } = openSource({ fetch: fetch as never, onOpen, trace })
  await vi.waitFor(() => expect(onOpen).toHaveBeenCalledOnce())
  expect(onOpen.mock.calls[0]![0].response.redirected).toBe(false)
  expect(records).toContainEqual(expect.objectContaining({ type: 'response', url: '' }))
  source.close()
})

test('a trace has the request, the response, the opening, what was left out and the end', async () => {
  const records: TraceRecord[] = []
  const trace = (record: TraceRecord) => void records.push(record)
  const { server, source } = openSource(
    { trace, lastEventId: '7' },
    'https://example.com/events?token=secret',
  )
  const exchange = await server.next()
  exchange.open(`unknown${'x'.repeat(500)}: a\n`)
  await vi.waitFor(() => expect(records.some(({ type }) => type === 'discarded')).toBe(true))
  source.close()
  const url = 'https://example.com/events'
  expect(records).toMatchObject([
    { type: 'request', method: 'GET', url, lastEventId: 'header' },
    { type: 'response', status: 200, contentType: 'text/event-stream' },
    { type: 'open' },
    { type: 'discarded', text: `unknown${'x'.repeat(193)}` },
    { type: 'closed', reason: 'closed' },
  ])
  expect(records.at(-1)).not.toHaveProperty('error')
})

test('an end by an error has the error, and one by an aborted signal says so', async () => {
  const records: TraceRecord[] = []
  const trace = (record: TraceRecord) => void records.push(record)
  const { server, source } = openSource({ trace })
  ;(await server.next()).refuse(404)
  const { error } = await source.closed
  expect(records.at(-1)).toMatchObject({ type: 'closed', reason: 'failed', error })

  const aborted = openSource({ signal: AbortSignal.abort() })
  expect((await aborted.source.closed).reason).toBe('aborted')
  expect(aborted.server.exchanges).toHaveLength(0)
})

test.for([null, undefined, 5, 'text'])('a fetch that gives %j says what it gave', async (given) => {
  const { source } = openSource({ fetch: async () => given as never })
  const { error } = await source.closed
  expect(error).toMatchObject({ code: 'not-streamable', phase: 'unanswered', attempt: 1 })
  expect(error!.message).toContain(`it gave ${String(given)}, expected a Response`)
  expect(error!.cause).toBeInstanceOf(TypeError)
})
