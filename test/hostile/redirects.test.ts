import { describe, expect, test } from 'vitest'
import { FetchEventSource } from '../../src/index.ts'
import { answer, serveRaw, streamHead } from './raw-server.ts'

const once = { reconnect: false } as const

function redirect(location: string): string {
  return answer('302 Found', `location: ${location}\r\n`)
}

/** What comes of a source: its end, and how many events there were. */
async function outcome(url: string, init: object = {}) {
  let events = 0
  const source = new FetchEventSource(url, { ...once, ...init })
  source.onmessage = () => events++
  const { error } = await source.closed
  return { code: error?.code, events }
}

const lost = { code: 'network', events: 0 }

describe('Redirects in circles', () => {
  test('end', async () => {
    const server = await serveRaw((socket) => socket.end(redirect('/')))
    expect(await outcome(server.origin)).toEqual(lost)
    expect(server.heads.length).toBeLessThanOrEqual(21)
  })
})

describe('Redirects to other schemes', () => {
  const event = 'data: from elsewhere\n\n'
  test.for([
    `data:text/event-stream,${encodeURIComponent(event)}`,
    'file:///etc/passwd',
    'ftp://127.0.0.1/',
    'about:blank',
    'blob:http://127.0.0.1/0',
    'javascript:alert(1)',
    'http://',
  ])('%s', async (location) => {
    const server = await serveRaw((socket) => socket.end(redirect(location)))
    expect(await outcome(server.origin)).toEqual(lost)
    expect(server.heads).toHaveLength(1)
  })
})

describe('Redirects to other origins', () => {
  const headers = { authorization: 'Bearer secret' }

  test('do not get the authorization', async () => {
    const other = await serveRaw((socket) => socket.end(`${streamHead()}data: x\n\n`))
    const server = await serveRaw((socket) => socket.end(redirect(other.origin)))
    expect(await outcome(server.origin, { headers })).toEqual({ code: undefined, events: 1 })
    expect(server.heads[0]).toContain('secret')
    expect(other.heads[0]).not.toContain('secret')
  })

  test('are refused on demand', async () => {
    const other = await serveRaw((socket) => socket.end(`${streamHead()}data: x\n\n`))
    const server = await serveRaw((socket) => socket.end(redirect(other.origin)))
    expect(await outcome(server.origin, { headers, redirect: 'error' })).toEqual(lost)
    expect(other.heads).toEqual([])
  })
})
