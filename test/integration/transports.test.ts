import { request as httpRequest } from 'node:http'
import { Readable } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { FetchEventSource, fetchEvents, type FetchLike } from '../../src/index.ts'
import { eventStream, listen } from '../setup/listen.ts'

interface Dispatcher {
  dispatch(options: { origin: string; path: string; method: string }, handler: object): boolean
  close(): Promise<void>
}

/** The undici inside Node, of which `fetch` is one part. */
async function globalDispatcher(): Promise<Dispatcher> {
  await fetch('data:,')
  return (globalThis as never)[Symbol.for('undici.globalDispatcher.1')]
}

function serve(): Promise<string> {
  return listen(({ headers }, response) => {
    response
      .writeHead(200, eventStream)
      .end(`id: 7\ndata: ${headers['last-event-id'] ?? 'first'}\n\n`)
  })
}

async function firstTwo(origin: string, init: object): Promise<string[]> {
  const data: string[] = []
  for await (const event of fetchEvents(origin, { reconnect: { delay: 1 }, ...init })) {
    if (data.push(event.data) === 2) break
  }
  return data
}

test('a dispatcher of undici carries every request', async () => {
  const dispatcher = await globalDispatcher()
  const paths: string[] = []
  const counting = {
    dispatch(options, handler) {
      paths.push(options.path)
      return dispatcher.dispatch(options, handler)
    },
  } as Dispatcher
  const url = `${await serve()}/events`
  expect(await firstTwo(url, { dispatcher: counting })).toEqual(['first', '7'])
  expect(paths).toEqual(['/events', '/events'])
})

test('an agent of undici with its own settings', async () => {
  const Agent = (await globalDispatcher()).constructor as new (options: object) => Dispatcher
  const agent = new Agent({ connections: 1, headersTimeout: 60_000, bodyTimeout: 60_000 })
  onTestFinished(() => agent.close())
  expect(await firstTwo(await serve(), { dispatcher: agent })).toEqual(['first', '7'])
})

test('what the server takes too long for, by the agent, is a lost connection', async () => {
  const Agent = (await globalDispatcher()).constructor as new (options: object) => Dispatcher
  const agent = new Agent({ bodyTimeout: 1 })
  onTestFinished(() => agent.close())
  const origin = await listen((_, response) => response.writeHead(200, eventStream).write(':\n'))
  const source = new FetchEventSource(origin, {
    dispatcher: agent,
    reconnect: { delay: 1e6 },
  } as object)
  const { error, reconnectIn } = await new Promise<{ error: Error; reconnectIn: unknown }>(
    (resolve) => (source.onerror = resolve as never),
  )
  expect(error).toMatchObject({
    code: 'network',
    cause: { cause: { code: 'UND_ERR_BODY_TIMEOUT' } },
  })
  expect(reconnectIn).toBeGreaterThan(0)
  source.close()
})

test('fetch, wrapped: each attempt goes through it', async () => {
  const seen: string[] = []
  const wrapped: FetchLike = (url, init) => {
    seen.push(`${init.method} ${init.headers['accept']} ${init.headers['last-event-id']}`)
    return fetch(url, init)
  }
  expect(await firstTwo(await serve(), { fetch: wrapped })).toEqual(['first', '7'])
  expect(seen).toEqual(['GET text/event-stream undefined', 'GET text/event-stream 7'])
})

test('globalThis.fetch is looked up at each attempt', async () => {
  const original = globalThis.fetch
  onTestFinished(() => void (globalThis.fetch = original))
  const origin = await serve()
  let calls = 0
  const data: string[] = []
  for await (const event of fetchEvents(origin, { reconnect: { delay: 1 } })) {
    if (data.push(event.data) === 2) break
    globalThis.fetch = (...args) => {
      calls++
      return original(...args)
    }
  }
  expect(data).toEqual(['first', '7'])
  expect(calls).toBe(1)
})

test('a transport without fetch: all that is needed of a response', async () => {
  const viaHttp: FetchLike = (url, { method, headers, signal }) =>
    new Promise((resolve, reject) => {
      httpRequest(url, { method, headers, signal }, (response) => {
        const body = Readable.toWeb(response) as ReadableStream<Uint8Array>
        const get = (name: string) => String(response.headers[name] ?? '') || null
        resolve({ status: response.statusCode!, url, headers: { get }, body })
      })
        .on('error', reject)
        .end()
    })
  expect(await firstTwo(await serve(), { fetch: viaHttp })).toEqual(['first', '7'])
})
