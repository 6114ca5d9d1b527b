import { describe, expect, test, vi } from 'vitest'
import { FetchEventSource, type TraceRecord } from '../../src/index.ts'
import { answer, serveRaw, streamHead } from './raw-server.ts'

const secret = 'c2VjcmV0'

/** What a server may answer to have a secret told. */
const answers = [
  '',
  'garbage\r\n\r\n',
  answer('401 Unauthorized'),
  answer('503 Service Unavailable', 'retry-after: 0\r\n'),
  answer('302 Found', 'location: /\r\n'),
  answer('302 Found', 'location: ftp://127.0.0.1/\r\n'),
  answer('200 OK', 'content-type: text/html\r\n'),
  `${streamHead()}id: 1\ndata: half`,
  `${streamHead()}data: x\n\n`,
  `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n`,
]

describe('Secrets', () => {
  test.for(answers)('after %j', async (bytes) => {
    vi.stubGlobal('reportError', () => {})
    const server = await serveRaw((socket) => socket.end(bytes))
    const records: TraceRecord[] = []
    const messages: string[] = []
    const url = new URL(`${server.origin}/?token=${secret}`)
    const source = new FetchEventSource(url, {
      headers: () => ({ authorization: `Bearer ${secret}`, 'x-api-key': secret }),
      reconnect: { delay: 1, maxAttempts: 2, maxDelay: 1 },
      trace: (record) => void records.push(record),
    })
    source.onerror = ({ message }) => {
      messages.push(message ?? '')
      if (messages.length === 3) source.close()
    }
    await source.closed
    vi.unstubAllGlobals()
    expect(server.heads[0]).toContain(secret)
    expect(messages.length).toBeGreaterThan(0)
    expect(JSON.stringify([records, messages])).not.toContain(secret)
  })
})
