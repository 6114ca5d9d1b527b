import { describe, expect, test } from 'vitest'
import { FetchEventSource } from '../../src/index.ts'
import { answer, flood, serveRaw, streamHead } from './raw-server.ts'

const MiB = 2 ** 20
const decade = 10 * 365 * 24 * 3600
const fast = { delay: 1, statuses: 'transient' as const }

describe('Endless bodies behind refusals', () => {
  test.for([
    ['503 Service Unavailable', 0],
    ['503 Service Unavailable', 100],
    ['200 OK', 0],
    ['404 Not Found', 100],
  ] as const)('%s, with errorBody: %i', async ([status, errorBody]) => {
    const taken: number[] = []
    const server = await serveRaw(async (socket) => {
      socket.write(`HTTP/1.1 ${status}\r\ncontent-type: text/plain\r\n\r\n`)
      taken.push(await flood(socket, 'and so on\n'.repeat(100)))
    })
    const source = new FetchEventSource(server.origin, {
      errorBody,
      reconnect: { ...fast, maxAttempts: 3 },
    })
    const { error } = await source.closed
    expect(error?.body?.length ?? 0).toBe(errorBody)
    const { length } = server.heads
    for (let number = 0; number < length; number++) await server.closed(number)
    expect(length).toBe(status.startsWith('503') ? 3 : 1)
    expect(Math.max(...taken)).toBeLessThan(16 * MiB)
  })
})

describe('A Retry-After of years', () => {
  test.for([`${decade}`, '9'.repeat(400), new Date(Date.now() + decade * 1000).toUTCString()])(
    '%s',
    async (value) => {
      const refusal = answer('503 Service Unavailable', `retry-after: ${value}\r\n`)
      const server = await serveRaw((socket) => socket.end(refusal))
      const { error } = await new FetchEventSource(server.origin, { reconnect: fast }).closed
      expect(error).toMatchObject({ code: 'http-status', status: 503 })
    },
  )
})

describe('A 401 without end', () => {
  test('asks once more', async () => {
    let asked = 0
    const server = await serveRaw((socket) => socket.end(answer('401 Unauthorized')))
    const headers = () => ({ authorization: `Bearer ${++asked}` })
    const { error } = await new FetchEventSource(server.origin, { headers }).closed
    expect(error).toMatchObject({ code: 'http-status', status: 401 })
    expect([asked, server.heads.length]).toEqual([2, 2])
  })
})

describe('Another content type', () => {
  test.for([
    'text/html',
    'text/event-streams',
    'text/event-stream, text/html',
    'text/html; charset="text/event-stream"',
    'text/html, "text/event-stream"',
    'text/event-stream/x',
    'text event-stream',
    '',
  ])('%j', async (type) => {
    const head = streamHead().replace('text/event-stream', type)
    const server = await serveRaw((socket) => socket.end(`${head}data: x\n\n`))
    let events = 0
    const source = new FetchEventSource(server.origin)
    source.onmessage = () => events++
    expect((await source.closed).error).toMatchObject({ code: 'content-type' })
    expect(events).toBe(0)
  })
})
