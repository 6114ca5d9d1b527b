import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { FetchEventSource, fetchEvents } from '../../src/index.ts'
import { retainedBytes } from '../setup/memory.ts'
import { serveRaw, streamHead } from './raw-server.ts'

const MiB = 2 ** 20
const million = 1_000_000

/** 64 MiB, in a thousandth of that. */
function bomb(start: string, piece: string): Buffer {
  return gzipSync(start + piece.repeat(Math.ceil((64 * MiB) / piece.length)))
}

function serveBomb(start: string, piece: string) {
  const bytes = bomb(start, piece)
  expect(bytes.length).toBeLessThan(2 * MiB)
  return serveRaw((socket) => {
    socket.write(streamHead('content-encoding: gzip\r\n'))
    socket.write(bytes)
  })
}

describe('A gzip bomb', () => {
  test('of one line', async () => {
    const server = await serveBomb('data: ', 'x'.repeat(1000))
    const source = new FetchEventSource(server.origin, { maxEventSize: MiB })
    expect(await source.closed).toMatchObject({ error: { code: 'event-too-large' } })
    await server.closed(0)
  })

  test('of events, in a loop that is left', async () => {
    const server = await serveBomb('', 'data: x\n\n')
    const before = retainedBytes()
    let taken = 0
    for await (const _ of fetchEvents(server.origin)) if (++taken === 1000) break
    expect(retainedBytes() - before).toBeLessThan(8 * MiB)
    await server.closed(0)
  })
})

/** A fetch whose whole stream is one chunk. */
function oneChunk(text: string): () => Promise<Response> {
  const headers = { 'content-type': 'text/event-stream' }
  return () => Promise.resolve(new Response(text, { headers }))
}

describe('A million events in a chunk', () => {
  const fetch = oneChunk('data: x\n\n'.repeat(million))
  const url = 'https://example.com/'
  const once = { fetch, reconnect: false } as const

  test('are delivered one by one', async () => {
    let events = 0
    const source = new FetchEventSource(url, once)
    source.onmessage = () => events++
    await source.closed
    expect(events).toBe(million)
  })

  test('end with close() in a listener', async () => {
    let events = 0
    const source = new FetchEventSource(url, once)
    source.onmessage = () => void (++events === 10 && source.close())
    await source.closed
    expect(events).toBe(10)
  })

  test('end with break', async () => {
    let events = 0
    for await (const _ of fetchEvents(url, once)) if (++events === 10) break
    expect(events).toBe(10)
  })

  test('end with an abort', async () => {
    const controller = new AbortController()
    let events = 0
    const read = async () => {
      for await (const _ of fetchEvents(url, { ...once, signal: controller.signal }))
        if (++events === 10) controller.abort()
    }
    await expect(read()).rejects.toMatchObject({ name: 'AbortError' })
    expect(events).toBe(10)
  })
})
