import { describe, expect, test } from 'vitest'
import { FetchEventSource } from '../../src/index.ts'
import { answer, serveRaw, streamHead } from './raw-server.ts'

const once = { reconnect: false } as const

/** Sends a byte at a time for as long as the client stays. */
async function drip(socket: { destroyed: boolean; write(text: string): unknown }, text: string) {
  for (let index = 0; !socket.destroyed; index++) {
    socket.write(text[index % text.length]!)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

describe('A slow drip', () => {
  test('of a head', async () => {
    const server = await serveRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx: ')
      return drip(socket, 'x')
    })
    const { error } = await new FetchEventSource(server.origin, { ...once, connectTimeout: 200 })
      .closed
    expect(error).toMatchObject({ code: 'connect-timeout' })
    await server.closed(0)
  })

  test.for(['x', ': comment\n', 'id: 1\n\n'])('of %j', async (text) => {
    const server = await serveRaw((socket) => {
      socket.write(streamHead())
      return drip(socket, text)
    })
    const init = { ...once, idleTimeout: 5000, eventTimeout: 200 }
    const { error } = await new FetchEventSource(server.origin, init).closed
    expect(error).toMatchObject({ code: 'idle-timeout', message: expect.stringContaining('event') })
    await server.closed(0)
  })
})

describe('A retry field', () => {
  /** How many requests come within a time, from a source that is told so. */
  async function requestsIn(milliseconds: number, text: string, init: object = {}) {
    const server = await serveRaw((socket) => socket.end(streamHead() + text))
    const source = new FetchEventSource(server.origin, init)
    await new Promise((resolve) => setTimeout(resolve, milliseconds))
    source.close()
    return server.heads.length
  }

  test('of 0 without an event is no storm', async () => {
    // Twenty at once, and then eight a second.
    const factor = 1
    const count = await requestsIn(1500, 'retry: 0\n\n', { reconnect: { factor } })
    expect(count).toBeLessThanOrEqual(20 + 13)
  })

  test('of 0 with an event is bounded by minDelay', async () => {
    const count = await requestsIn(1000, 'retry: 0\ndata: x\n\n', { reconnect: { minDelay: 200 } })
    expect(count).toBeLessThanOrEqual(6)
    expect(count).toBeGreaterThan(1)
  })

  test.for(['2147483648', '99999999999', '9'.repeat(400)])('of %s waits', async (value) => {
    expect(await requestsIn(300, `retry: ${value}\ndata: x\n\n`)).toBe(1)
  })

  test.for(['-1', '1e3', '0x0', ' 0', '0 ', '٠', 'Infinity', ''])('%j is none', async (value) => {
    const server = await serveRaw((socket, number) =>
      number === 0
        ? socket.end(`${streamHead()}retry: ${value}\ndata: x\n\n`)
        : socket.end(answer('204 No Content')),
    )
    const source = new FetchEventSource(server.origin, { reconnect: { delay: 77 } })
    const waits: unknown[] = []
    source.onerror = ({ reconnectIn }) => waits.push(reconnectIn)
    await source.closed
    expect(waits).toEqual([77, null])
  })
})
