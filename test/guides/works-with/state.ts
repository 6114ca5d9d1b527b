import { expect, onTestFinished, test } from 'vitest'
import { observeEvents } from '../../../examples/works-with/rxjs.ts'
import { createStore, observeQuery } from '../../../examples/works-with/servers/stores.ts'
import { answerQuery } from '../../../examples/works-with/tanstack-query.ts'
import { startUpstream } from '../../setup/upstream.ts'

test('TanStack Query: the answer grows, and ends', async () => {
  const server = await startUpstream()
  const shown: string[] = []
  const stop = observeQuery(answerQuery(server.origin, 'How?'), (text) => shown.push(text))
  onTestFinished(stop)
  const { request, send } = await server.next()
  expect(request.method).toBe('POST')
  send('data: Hel\n\n')
  await expect.poll(() => shown.at(-1)).toBe('Hel')
  send('data: lo\n\ndata: [DONE]\n\n')
  await expect.poll(() => shown.at(-1)).toBe('Hello')
})

test('TanStack Query: who leaves cancels the request', async () => {
  const server = await startUpstream()
  const stop = observeQuery(answerQuery(server.origin, 'How?'), () => {})
  const stream = await server.next()
  stream.send('data: Hel\n\n')
  stop()
  await stream.closed
})

test('RTK Query: what was loaded is added to, until no one uses it', async () => {
  const server = await startUpstream()
  const { api, store } = createStore(server.origin)
  const { messages } = api.endpoints
  const query = store.dispatch(messages.initiate('a', { forceRefetch: true }))
  const loading = await server.next()
  expect(loading.request.url).toBe('/rooms/a')
  loading.response.setHeader('content-type', 'application/json').end('["one"]')
  const stream = await server.next()
  expect(stream.request.url).toBe('/rooms/a/events')
  stream.send('data: two\n\n')
  await expect.poll(() => messages.select('a')(store.getState()).data).toEqual(['one', 'two'])
  query.unsubscribe()
  store.dispatch(api.util.resetApiState())
  await stream.closed
})

test('RxJS: events are values, the end of a POST completes, a refusal is an error', async () => {
  const server = await startUpstream()
  const notes: unknown[] = []
  const observe = (method: string) =>
    observeEvents(server.origin, { method }).subscribe({
      next: ({ data }) => notes.push(data),
      complete: () => notes.push('complete'),
      error: (error: { status: number }) => notes.push(error.status),
    })
  observe('POST')
  const post = await server.next()
  post.send('data: a\n\ndata: b\n\n')
  post.response.end()
  await expect.poll(() => notes).toEqual(['a', 'b', 'complete'])

  observe('GET')
  const refused = await server.next()
  refused.response.writeHead(403).end()
  await expect.poll(() => notes.at(-1)).toBe(403)

  const subscription = observe('GET')
  const stream = await server.next()
  stream.send('data: c\n\n')
  await expect.poll(() => notes.at(-1)).toBe('c')
  subscription.unsubscribe()
  await stream.closed
})
