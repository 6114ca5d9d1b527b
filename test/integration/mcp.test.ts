// MCP's Streamable HTTP, with the server of its own SDK: a POST whose stream is over before the answer came is resumed by a
// GET with its last event ID.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import {
  type EventStore,
  StreamableHTTPServerTransport,
} from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { expect, onTestFinished, test } from 'vitest'
import { fetchEvents, type FetchEventsInit, type TraceRecord } from '../../src/index.ts'

const protocolVersion = '2025-11-25'

interface RPCMessage {
  id?: number
  method?: string
  params?: { data?: unknown }
  result?: { content?: { text: string }[] }
}

test.for([
  { what: 'is closed by the server', end: 'close' },
  { what: 'is cut off', end: 'cut' },
] as const)('an answer whose stream $what comes by GET', async ({ end }) => {
  const { url, requests, cut } = await startServer(end)
  const records: TraceRecord[] = []

  let session = ''
  const initialize = call(
    url,
    {},
    1,
    'initialize',
    {
      protocolVersion,
      capabilities: {},
      clientInfo: { name: 'test', version: '1' },
    },
    { onOpen: ({ response }) => (session = response.headers.get('mcp-session-id')!) },
  )
  expect(await messagesOf(initialize)).toMatchObject([{ id: 1, result: { protocolVersion } }])

  const headers = { 'mcp-session-id': session, 'mcp-protocol-version': protocolVersion }
  await fetch(url, {
    method: 'POST',
    headers: { ...headers, ...mediaTypes },
    body: JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }),
  })

  requests.length = 0
  const answer = call(
    url,
    headers,
    2,
    'tools/call',
    { name: 'count', arguments: {} },
    {
      trace: (record) => records.push(record),
      onEvent: ({ data }) => end === 'cut' && data.includes('begun') && cut(),
    },
  )
  const messages = await messagesOf(answer)
  expect(messages.map(({ params, result }) => params?.data ?? result?.content?.[0]?.text)).toEqual([
    'begun',
    'resumed',
    'done',
  ])
  expect(requests).toEqual([
    { method: 'POST', lastEventId: undefined },
    { method: 'GET', lastEventId: expect.stringMatching(/^\d+$/) },
  ])
  // The tool was called once: what is resumed is not asked again.
  expect(records.filter(({ type }) => type === 'lost')).toHaveLength(1)
  expect(records.at(-1)).toMatchObject({ type: 'closed', reason: 'ended' })
})

const mediaTypes = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
}

/** Sends a request, and gives what comes until its answer, which is the last. */
function call(
  url: string,
  headers: Record<string, string>,
  id: number,
  method: string,
  params: object,
  init: FetchEventsInit = {},
) {
  return fetchEvents(url, {
    ...init,
    method: 'POST',
    headers: { ...mediaTypes, ...headers },
    body: JSON.stringify({ jsonrpc: '2.0', id, method, params }),
    request: ({ lastEventId }) => (lastEventId ? { method: 'GET' } : {}),
    until: ({ data }) => data !== '' && (JSON.parse(data) as RPCMessage).id === id,
  })
}

async function messagesOf(events: AsyncIterable<{ data: string }>): Promise<RPCMessage[]> {
  const messages = []
  for await (const { data } of events) {
    // An event without data only sets the last event ID.
    if (data !== '') messages.push(JSON.parse(data) as RPCMessage)
  }
  return messages
}

/** Keeps the messages of every stream, numbered in the order in which they came. */
function createEventStore(): EventStore {
  const stored: { streamId: string; message: Parameters<EventStore['storeEvent']>[1] }[] = []
  return {
    async storeEvent(streamId, message) {
      stored.push({ streamId, message })
      return String(stored.length)
    },
    async getStreamIdForEventId(eventId) {
      return stored[Number(eventId) - 1]?.streamId
    },
    async replayEventsAfter(lastEventId, { send }) {
      const { streamId } = stored[Number(lastEventId) - 1]!
      for (const [index, event] of stored.entries()) {
        const isLater = index >= Number(lastEventId) && event.streamId === streamId
        // The priming event of a stream has no message.
        if (isLater && 'jsonrpc' in event.message) await send(String(index + 1), event.message)
      }
      return streamId
    },
  }
}

/** A server with a tool that goes on when the client is back, and closes its stream half-way, or leaves it to `cut()`. */
async function startServer(end: 'close' | 'cut') {
  const requests: { method: string | undefined; lastEventId: string | string[] | undefined }[] = []
  const resumed = Promise.withResolvers<void>()
  let posted: ServerResponse | undefined

  const mcp = new McpServer({ name: 'test', version: '1' }, { capabilities: { logging: {} } })
  mcp.registerTool('count', {}, async ({ requestId, closeSSEStream, sendNotification }) => {
    const log = (data: string) =>
      sendNotification({ method: 'notifications/message', params: { level: 'info', data } })
    await log('begun')
    if (end === 'close') closeSSEStream!()
    await resumed.promise
    await log('resumed')
    return { content: [{ type: 'text', text: requestId === 2 ? 'done' : 'called again' }] }
  })
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: () => crypto.randomUUID(),
    eventStore: createEventStore(),
    retryInterval: 10,
  })
  await mcp.connect(transport as Parameters<typeof mcp.connect>[0])

  const server = createServer((request, response) => {
    requests.push({ method: request.method, lastEventId: request.headers['last-event-id'] })
    if (request.method === 'POST') posted = response
    else resumed.resolve()
    void transport.handleRequest(request, response)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    await mcp.close()
    server.closeAllConnections()
    await new Promise<void>((resolve) => void server.close(() => resolve()))
  })
  const cut = () => posted!.socket!.resetAndDestroy()
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`, requests, cut }
}
