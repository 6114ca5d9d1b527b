import { describe, expect, test } from 'vitest'
import { FetchEventSource, fetchEvents } from '../../src/index.ts'
import { retainedBytes } from '../setup/memory.ts'
import { flood, serveRaw, streamHead } from './raw-server.ts'

const MiB = 2 ** 20
/** What the system and the runtime take ahead of a client that does not read. */
const BUFFERS = 16 * MiB

const line = `${'x'.repeat(1000)}\n`
const once = { reconnect: false } as const

/** A server that sends the same without an end, and what went when the client had left. */
async function serveFlood(head: string, piece: string) {
  const taken = Promise.withResolvers<number>()
  const server = await serveRaw(async (socket) => {
    socket.write(head)
    taken.resolve(await flood(socket, piece))
  })
  return { ...server, taken: taken.promise }
}

/** The error that a connection fails for. */
async function failure(origin: string, init: object) {
  const { error } = await new FetchEventSource(origin, { ...once, ...init }).closed
  return error
}

describe('An endless head', () => {
  test.for(['HTTP/1.1 200 OK\r\nx: ', 'HTTP/1.1 200 OK\r\n', ''])('after %j', async (head) => {
    const server = await serveFlood(head, head.endsWith('\n') ? `a: ${line}` : 'x'.repeat(1000))
    expect(await failure(server.origin, {})).toMatchObject({ code: 'network' })
    expect(await server.taken).toBeLessThan(BUFFERS)
  })

  test('in a reason phrase, which Node does not bound', async () => {
    const server = await serveFlood('HTTP/1.1 200 ', 'x'.repeat(1000))
    const before = retainedBytes()
    expect(await failure(server.origin, { connectTimeout: 300 })).toMatchObject({
      code: 'connect-timeout',
    })
    await server.closed(0)
    expect(retainedBytes() - before).toBeLessThan(8 * MiB)
  })
})

describe('An endless row of interim responses', () => {
  test('103 after 103', async () => {
    const server = await serveFlood('', 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'.repeat(20))
    const error = await failure(server.origin, { connectTimeout: 300 })
    expect(['connect-timeout', 'network']).toContain(error?.code)
    await server.closed(0)
  })
})

describe('An endless line', () => {
  test.for(['data: ', 'id: ', 'event: ', ':', 'retry: 1', 'unknown', '\uFEFF'])(
    'of %j',
    async (start) => {
      const server = await serveFlood(streamHead() + start, 'x'.repeat(1000))
      const error = await failure(server.origin, { maxEventSize: MiB })
      expect(error).toMatchObject({ code: 'event-too-large' })
      await server.closed(0)
      expect(await server.taken).toBeLessThan(4 * MiB + BUFFERS)
    },
  )
})

describe('An endless event', () => {
  test.for(['data: x\n', 'data\n', `data: ${line}`])('of %j', async (piece) => {
    const server = await serveFlood(streamHead(), piece.repeat(100))
    const error = await failure(server.origin, { maxEventSize: MiB })
    expect(error).toMatchObject({ code: 'event-too-large' })
    await server.closed(0)
    // A line break is a unit of data, too.
    expect(await server.taken).toBeLessThan(16 * MiB + BUFFERS)
  })
})

describe('Endless comments', () => {
  test('are not held', async () => {
    let comments = 0
    const { promise: many, resolve } = Promise.withResolvers<void>()
    const server = await serveFlood(streamHead(), `: ${line}`)
    const before = retainedBytes()
    const source = new FetchEventSource(server.origin, {
      onComment: () => void (++comments === 20_000 && resolve()),
    })
    await many
    expect(retainedBytes() - before).toBeLessThan(4 * MiB)
    source.close()
    await server.closed(0)
  })

  test('are no events', async () => {
    const server = await serveFlood(streamHead(), ': heartbeat\n\n'.repeat(100))
    expect(await failure(server.origin, { eventTimeout: 300 })).toMatchObject({
      code: 'idle-timeout',
    })
    await server.closed(0)
  })
})

describe('Events for a slow loop', () => {
  test('wait in the socket', async () => {
    const server = await serveRaw((socket) => {
      socket.write(streamHead())
      void flood(socket, `data: ${line}\n`.repeat(10))
    })
    const before = retainedBytes()
    const stream = fetchEvents(server.origin)
    for (let taken = 0; taken < 100; taken++) {
      await stream.next()
      await new Promise(setImmediate)
    }
    expect(retainedBytes() - before).toBeLessThan(4 * MiB)
    stream.close()
    await server.closed(0)
  })
})
