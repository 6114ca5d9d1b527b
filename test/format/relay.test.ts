// Three real parts each: the upstream, a relay over `toEventStream`, and a client. (test/format/relay.test.ts)
import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import { serve, type ServerType } from '@hono/node-server'
import { Miniflare } from 'miniflare'
import { describe, expect, onTestFinished, test } from 'vitest'
import { toEventStream } from '../../src/format.ts'
import { fetchEvents } from '../../src/index.ts'
import { TestServerClient } from '../setup/client.ts'
import { startServer } from '../setup/server.ts'
import { startUpstream, type Upstream } from '../setup/upstream.ts'
import { bundled } from './snippets/bundle.ts'

type Handler = (request: Request) => Response | Promise<Response>

/** Serves on 127.0.0.1 over Node's own server. */
async function serveNode(fetch: Handler): Promise<string> {
  const server: ServerType = serve({ fetch, port: 0, hostname: '127.0.0.1' })
  onTestFinished(() => {
    if ('closeAllConnections' in server) server.closeAllConnections()
    return new Promise<void>((resolve) => void server.close(() => resolve()))
  })
  if (!server.listening) await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function answer(body: ReadableStream<Uint8Array>): Response {
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
}

/** A day: nothing is noticed by it. */
const SILENT = 86_400_000

async function startHono(feed: string, heartbeat: number): Promise<string> {
  const code = (await bundled('hono.js'))
    .replace('process.env.FEED_URL', JSON.stringify(feed))
    .replace('15e3', String(heartbeat))
  const url = `data:text/javascript,${encodeURIComponent(code)}`
  const { default: app } = (await import(/* @vite-ignore */ url)) as { default: { fetch: Handler } }
  return `${await serveNode((request) => app.fetch(request))}/feed`
}

async function startWorker(feed: string, heartbeat: number): Promise<string> {
  const miniflare = new Miniflare({
    modules: true,
    compatibilityDate: '2026-07-01',
    host: '127.0.0.1',
    script: (await bundled('worker.js')).replace('15e3', String(heartbeat)),
    bindings: { FEED_URL: feed },
  })
  onTestFinished(() => miniflare.dispose())
  return String(await miniflare.ready)
}

const relays = [
  { place: 'Hono in Node, as README.md shows it', start: startHono, heartbeat: SILENT },
  // A connection that was closed, and not reset, is noticed by workerd (1.20260730) when it writes to it.
  { place: 'a Worker, as README.md shows it', start: startWorker, heartbeat: 50 },
]

describe.for(relays)('$place', ({ start, heartbeat }) => {
  let upstream: Upstream

  async function open() {
    upstream = await startUpstream()
    const url = await start(upstream.origin, heartbeat)
    const client = fetchEvents(url, { reconnect: { delay: 1 } })
    onTestFinished(() => client.close())
    return client
  }

  test('passes events on as they come', async () => {
    const client = await open()
    const first = client.next()
    const feed = await upstream.next()
    feed.send('id: 1\nevent: price\ndata: a\ndata:  b\n\n')
    const event = { type: 'price', data: 'a\n b', lastEventId: '1' }
    expect((await first).value).toMatchObject(event)
    feed.send('data: c\n\n')
    expect((await client.next()).value).toMatchObject({
      type: 'message',
      data: 'c',
      lastEventId: '1',
    })
  })

  test('answers before the upstream has said anything', async () => {
    const client = await open()
    const first = client.next()
    await upstream.next()
    await expect.poll(() => client.readyState).toBe(1)
    client.close()
    await first
  })

  test('leaves the upstream when the client leaves, though neither says anything', async () => {
    const client = await open()
    const first = client.next()
    const feed = await upstream.next()
    feed.send('data: a\n\n')
    await first
    const next = client.next()
    client.close()
    // The upstream says nothing more: nothing but the leaving closes it.
    await feed.closed
    expect((await next).done).toBe(true)
    expect(upstream.count).toBe(1)
  })

  test('resumes from where the client was', async () => {
    const client = await open()
    const first = client.next()
    const feed = await upstream.next()
    feed.send('retry: 1\nid: 7\ndata: a\n\n')
    await first
    const second = client.next()
    // The relay comes back from a loss by itself, and the client does not hear of it.
    feed.response.destroy()
    const again = await upstream.next()
    expect(again.request.headers['last-event-id']).toBe('7')
    again.send('data: b\n\n')
    expect((await second).value).toMatchObject({ data: 'b', lastEventId: '7' })
  })
})

test('a Worker leaves the upstream at once when the connection is reset', async () => {
  const upstream = await startUpstream()
  const { hostname, port } = new URL(await startWorker(upstream.origin, SILENT))
  const socket = connect(Number(port), hostname)
  socket.write(`GET / HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`)
  const feed = await upstream.next()
  feed.send('data: a\n\n')
  await new Promise<void>((resolve) => {
    let text = ''
    socket.on('data', (chunk) => {
      text += String(chunk)
      if (text.includes('data: a')) resolve()
    })
  })
  socket.resetAndDestroy()
  await feed.closed
})

describe('in Node', () => {
  let upstream: Upstream

  async function relay(make: (feed: string, request: Request) => ReadableStream<Uint8Array>) {
    upstream = await startUpstream()
    return serveNode((request) => answer(make(upstream.origin, request)))
  }

  test('a generator in between does not delay the leaving', async () => {
    const origin = await relay((feed) =>
      toEventStream(async function* (signal) {
        for await (const event of fetchEvents(feed, { signal })) yield { data: event.data.length }
      }),
    )
    const client = fetchEvents(origin)
    const first = client.next()
    const feed = await upstream.next()
    feed.send('data: four\n\n')
    expect((await first).value).toMatchObject({ data: '4' })
    client.close()
    await feed.closed
  })

  test('leaving an upstream that has not answered yet', async () => {
    const origin = await relay((feed) => toEventStream((signal) => fetchEvents(feed, { signal })))
    const control = new AbortController()
    const response = fetch(origin, { signal: control.signal })
    const feed = await upstream.next()
    await response
    control.abort()
    await feed.closed
  })

  test('an upstream that fails cuts the response, and the client comes back', async () => {
    const origin = await relay((feed) => toEventStream(fetchEvents(feed, { reconnect: false })))
    const lost: unknown[] = []
    const client = fetchEvents(origin, {
      reconnect: { delay: 1 },
      trace: (record) => {
        if (record.type === 'lost') lost.push(record)
      },
    })
    const first = client.next()
    const feed = await upstream.next()
    feed.send('id: 1\ndata: a\n\n')
    await first
    const next = client.next()
    feed.response.destroy()
    const again = await upstream.next()
    expect(lost).toMatchObject([{ error: { code: 'network' } }])
    again.send('data: b\n\n')
    expect((await next).value).toMatchObject({ data: 'b' })
    client.close()
  })

  test('an end is one in good order', async () => {
    const origin = await relay((feed) =>
      toEventStream(async function* (signal) {
        for await (const event of fetchEvents(feed, { signal })) {
          if (event.data === 'end') return
          yield event
        }
      }),
    )
    const text = fetch(origin).then((response) => response.text())
    const feed = await upstream.next()
    feed.send('data: a\n\ndata: end\n\ndata: b\n\n')
    expect(await text).toBe('id: \ndata: a\n\n')
    await feed.closed
  })

  test('closing the source from elsewhere ends the response in good order', async () => {
    const events = Promise.withResolvers<{ close(): void }>()
    const origin = await relay((feed) => {
      const source = fetchEvents(feed)
      events.resolve(source)
      return toEventStream(source)
    })
    const text = fetch(origin).then((response) => response.text())
    const feed = await upstream.next()
    ;(await events.promise).close()
    expect(await text).toBe('')
    await feed.closed
  })

  test('a client that does not read stops the upstream, and one that goes on gets it all', async () => {
    const server = await startServer()
    onTestFinished(() => server.close())
    const endpoint = (await TestServerClient.connect(server.url)).endpoint()
    // 32 MiB, as fast as they are taken.
    const feed = endpoint.url('flood')
    const origin = await serveNode(() =>
      answer(toEventStream((signal) => fetchEvents(feed, { signal, reconnect: false }))),
    )
    const client = fetchEvents(origin, { reconnect: { when: 'lost' } })
    await client.next()
    const { requests } = await endpoint.until({ stalled: true })
    // The buffers of two connections, and a chunk in each of the two loops.
    expect(requests[0]!.written).toBeLessThan(24 * 2 ** 20)
    let count = 1
    for await (const _ of client) count++
    expect(count).toBe(32 * 1024)
  })
})
