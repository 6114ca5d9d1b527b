// What the original does not have, or has no word for.
import { afterAll, expect, test } from 'vitest'
import { fetchEventSource, type FetchEventSourceInit } from '../../src/fetch-event-source.ts'
import { EventSourceError } from '../../src/index.ts'
import { headerBytes, TestServerClient } from '../setup/client.ts'
import { startServer } from '../setup/server.ts'

const testServer = await startServer()
const server = await TestServerClient.connect(testServer.url)
afterAll(() => testServer.close())

const post = { method: 'POST', body: 'question' }
const fatal = (error: unknown): never => {
  throw error
}

test.for<[what: string, init: FetchEventSourceInit, code: string]>([
  ['got no answer', { ...post }, 'not-resumable'],
  ['was refused', { ...post }, 'http-status'],
])('a POST that %s rejects, and says why', async ([what, init, code]) => {
  const endpoint = server.endpoint()
  const route = what === 'was refused' ? 'status-503' : 'hang-up'
  const error = await fetchEventSource(endpoint.url(route), init).catch((error: unknown) => error)
  expect(error).toBeInstanceOf(EventSourceError)
  expect(error).toMatchObject({ code })
  expect((await endpoint.until({ open: 0 })).requests).toHaveLength(1)
})

test('what a callback throws is what a POST rejects with, where no one lets it pass', async () => {
  const reason = new Error('refused')
  const onopen = () => Promise.reject(reason)
  const endpoint = server.endpoint()
  await expect(fetchEventSource(endpoint.url('events'), { ...post, onopen })).rejects.toBe(reason)
  expect((await endpoint.until({ open: 0 })).requests).toHaveLength(1)
})

test('what a fetch of your own throws reaches onerror as it is', async () => {
  const reason = new Error('no token')
  const fetch = () => Promise.reject(reason)
  const seen: unknown[] = []
  const onerror = (error: unknown) => {
    seen.push(error)
    throw error
  }
  await expect(fetchEventSource(server.origin, { fetch, onerror })).rejects.toBe(reason)
  expect(seen).toEqual([reason])
})

test('an asynchronous onerror or onclose may reject', async () => {
  const reason = new Error('later')
  const onerror = async () => fatal(reason)
  const url = server.endpoint().url('hang-up')
  await expect(fetchEventSource(url, { onerror })).rejects.toBe(reason)
  const onclose = async () => fatal(reason)
  const init = { onclose, onerror: fatal }
  await expect(fetchEventSource(server.endpoint().url('end'), init)).rejects.toBe(reason)
})

test('a Request is sent as it is, and again', async () => {
  const endpoint = server.endpoint()
  const url = endpoint.url('end,end', { stream: ['data: a\n\n', 'data: b\n\n'] })
  const request = new Request(url, { ...post, headers: { 'x-own': 'yes' } })
  let closes = 0
  const onclose = () => {
    if (++closes === 1) throw new Error('again')
  }
  await fetchEventSource(request, { onclose, onerror: () => 1 })
  const { requests } = await endpoint.state()
  expect(requests.map(({ method, body }) => [method, body])).toEqual([
    ['POST', 'question'],
    ['POST', 'question'],
  ])
  expect(requests.map((one) => headerBytes(one, 'x-own'))).toEqual([['yes'], ['yes']])
})

test('a function that gives the headers is asked before each attempt, and again after a 401', async () => {
  const endpoint = server.endpoint()
  let asked = 0
  const headers = () => ({ authorization: `token ${++asked}` })
  await fetchEventSource(endpoint.url('status-401,end'), { headers, onerror: fatal })
  const { requests } = await endpoint.state()
  expect(requests.map((one) => headerBytes(one, 'authorization'))).toEqual([
    ['token 1'],
    ['token 2'],
  ])
})

test('a body that can be sent only once is not asked for again', async () => {
  const body = new Response('question').body
  const endpoint = server.endpoint()
  const init = { method: 'POST', body, onerror: () => 1 }
  await expect(fetchEventSource(endpoint.url('hang-up'), init)).rejects.toMatchObject({
    code: 'body-not-replayable',
  })
  expect((await endpoint.state()).requests).toHaveLength(1)
})

test('what no attempt mends is told once', async () => {
  const fetch = async () => new Response(`data: ${'x'.repeat(65 * 1024 * 1024)}`, eventStream)
  const tooLarge = fetchEventSource(server.origin, { fetch, onerror: () => {} })
  await expect(tooLarge).rejects.toMatchObject({ code: 'event-too-large' })
  const given = async () => ({
    ...eventStream,
    status: 200,
    url: '',
    headers: new Headers(eventStream.headers),
  })
  const deaf = fetchEventSource(server.origin, { fetch: given as never, onerror: () => {} })
  await expect(deaf).rejects.toMatchObject({ code: 'not-streamable' })
  const none = { fetch: (async () => undefined) as never, onerror: () => {} }
  const nothing = fetchEventSource(server.origin, none)
  await expect(nothing).rejects.toMatchObject({ code: 'not-streamable' })
  const error = new EventSourceError('request', 'it cannot do that')
  const unable = fetchEventSource(server.origin, {
    fetch: () => Promise.reject(error),
    onerror: () => {},
  })
  await expect(unable).rejects.toBe(error)
  await expect(fetchEventSource('ftp://127.0.0.1/')).rejects.toMatchObject({ code: 'network' })
})

test('204 resolves, but what onerror throws for it rejects', async () => {
  const reason = new Error('nothing there')
  const onopen = () => Promise.reject(reason)
  const url = server.endpoint().url('status-204')
  await expect(fetchEventSource(url, { onopen, onerror: fatal })).rejects.toBe(reason)
  await fetchEventSource(server.endpoint().url('status-204'), { ...post, onopen, onerror: () => 1 })
  await fetchEventSource(server.endpoint().url('status-204'), { onerror: fatal })
})

test('201 with an event stream is taken: frameworks answer a POST so', async () => {
  const seen: string[] = []
  const onmessage = ({ data }: { data: string }) => void seen.push(data)
  const fetch = async () => new Response('data: a\n\n', { ...eventStream, status: 201 })
  await fetchEventSource(server.origin, { ...post, fetch, onmessage, onerror: fatal })
  expect(seen).toEqual(['a'])
})

test('an attempt that fails again and again comes less and less often', async () => {
  const endpoint = server.endpoint()
  const controller = new AbortController()
  const { signal } = controller
  // A response that says so once, then nothing but refusals.
  const url = endpoint.url('end,status-503', { stream: 'retry: 20\ndata: a\n\n' })
  const onclose = () => {
    throw new Error('again')
  }
  const done = fetchEventSource(url, { signal, onclose, onerror: () => {} })
  const { requests } = await endpoint.until({ requests: 6 })
  controller.abort()
  await done
  const waits = requests.slice(1).map((one, index) => one.arrivedAt - requests[index]!.arrivedAt)
  // Each a random part of what it may be: of all together, more than their floor.
  expect(waits.reduce((sum, wait) => sum + wait)).toBeGreaterThan(150)
})

const eventStream = { headers: { 'content-type': 'text/event-stream' } }
