import { get } from 'node:http'
import { expect, onTestFinished, test, vi } from 'vitest'
import { FetchEventSource, fetchEvents } from '../../src/index.ts'
import { listen } from '../setup/listen.ts'

const url = 'https://example.com/events'

test('a fetch over node:http, whose response is a Node stream that breaks, is reconnected', async () => {
  let count = 0
  const origin = await listen((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(`retry: 1\nid: ${++count}\ndata: ${count}\n\n`, () => response.destroy())
  })
  const fetch = (target: string, { headers, signal }: RequestInit) =>
    new Promise<never>((resolve, reject) => {
      const request = get(target, { headers: headers as never, signal: signal! }, (body) => {
        const { statusCode: status, headers } = body
        resolve({ status, url: target, headers: new Headers(headers as never), body } as never)
      })
      request.on('error', reject)
    })
  const stream = fetchEvents(`${origin}/`, { fetch: fetch as never })
  onTestFinished(() => stream.close())
  const data: string[] = []
  for await (const event of stream) if (data.push(event.data) === 3) break
  expect(data).toEqual(['1', '2', '3'])
})

test("a request that the runtime's fetch refuses fails for good: it would be refused again", async () => {
  vi.stubGlobal(
    'AbortController',
    class extends EventTarget {
      signal = Object.assign(new EventTarget(), { aborted: false })
      abort() {}
    },
  )
  const source = new FetchEventSource('http://127.0.0.1:9/')
  const { reason, error } = await source.closed
  vi.unstubAllGlobals()
  expect([reason, error?.code, error?.phase]).toEqual(['failed', 'request', 'unsent'])
})

test('a signal that has neither reason nor throwIfAborted aborts with an AbortError', async () => {
  const signal = Object.assign(new EventTarget(), { aborted: false }) as unknown as AbortSignal
  const stream = fetchEvents(url, { fetch: () => new Promise<never>(() => {}), signal })
  const next = stream.next()
  Object.assign(signal, { aborted: true })
  signal.dispatchEvent(new Event('abort'))
  await expect(next).rejects.toMatchObject({ name: 'AbortError' })
})
