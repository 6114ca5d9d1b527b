import { expect, test } from 'vitest'
import { call } from '../../../examples/works-with/mcp-streamable-http.ts'
import { connect } from '../../../examples/works-with/servers/mcp-client.ts'
import { sseHandler, streamableHandler } from '../../../examples/works-with/servers/mcp.ts'
import { sseTransport } from '../../../examples/works-with/mcp-sse.ts'
import { eventStream, listen } from '../../setup/listen.ts'

const greeting = { content: [{ type: 'text', text: 'Hello Ada' }] }

test('MCP over HTTP with SSE: the SDK’s client and server, with a header', async () => {
  const seen: string[] = []
  const origin = await listen(sseHandler(seen))
  const client = await connect(sseTransport(origin, { authorization: 'Bearer a' }))
  expect(await client.callTool({ name: 'greet', arguments: { name: 'Ada' } })).toEqual(greeting)
  await client.close()
  expect(seen).toEqual(['GET Bearer a', ...Array.from({ length: 3 }, () => 'POST Bearer a')])
})

test('MCP over HTTP with SSE: what is refused, or leads elsewhere, does not connect', async () => {
  const refusing = await listen((_request, response) => response.writeHead(401).end())
  await expect(connect(sseTransport(refusing, {}))).rejects.toThrow('401')
  const elsewhere = await listen((_request, response) =>
    response.writeHead(200, eventStream).write('event: endpoint\ndata: http://127.0.0.1:1/\n\n'),
  )
  await expect(connect(sseTransport(elsewhere, {}))).rejects.toThrow('closed')
})

test('MCP over Streamable HTTP: the stream of a call is resumed, and the tool called once', async () => {
  const calls: string[] = []
  const requests: string[] = []
  const handler = await streamableHandler(calls)
  const origin = await listen((request, response) => {
    requests.push(`${request.method} ${request.headers['last-event-id'] ? 'with ID' : ''}`)
    handler(request, response)
  })
  const protocol = { 'mcp-protocol-version': '2025-11-25' }
  const initialize = {
    id: 1,
    method: 'initialize',
    params: {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'test', version: '1.0.0' },
    },
  }
  for await (const received of call(origin, protocol, initialize)) {
    expect(received).toMatchObject({ id: 1, result: { serverInfo: { name: 'test' } } })
  }

  const session = { ...protocol, 'mcp-session-id': 'session' }
  const tool = { name: 'greet', arguments: { name: 'Ada' } }
  const received = []
  for await (const message of call(origin, session, { id: 2, method: 'tools/call', params: tool }))
    received.push(message)
  expect(received).toMatchObject([
    { params: { data: 'greeting Ada' } },
    { id: 2, result: greeting },
  ])
  expect(calls).toEqual(['Ada'])
  expect(requests).toEqual(['POST ', 'POST ', 'GET with ID'])
})
