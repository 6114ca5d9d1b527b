import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { InMemoryEventStore } from '@modelcontextprotocol/sdk/examples/shared/inMemoryEventStore.js'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { z } from 'zod'

/** A server with one tool, which tells how far it is, lets go of its stream, and then has a result. */
function createServer(calls: string[]): McpServer {
  const server = new McpServer(
    { name: 'test', version: '1.0.0' },
    { capabilities: { logging: {} } },
  )
  server.registerTool('greet', { inputSchema: { name: z.string() } }, async ({ name }, extra) => {
    calls.push(name)
    const data = `greeting ${name}`
    await extra.sendNotification({
      method: 'notifications/message',
      params: { level: 'info', data },
    })
    extra.closeSSEStream?.()
    return { content: [{ type: 'text', text: `Hello ${name}` }] }
  })
  return server
}

/** As it was until 2024-11-05: a stream at `/`, and POSTs to where that says. */
export function sseHandler(seen: string[]): RequestListener {
  const transports = new Map<string, SSEServerTransport>()
  return async (request, response) => {
    seen.push(`${request.method} ${request.headers.authorization}`)
    const { searchParams } = new URL(request.url!, 'http://localhost')
    if (request.method === 'POST') {
      await transports.get(searchParams.get('sessionId')!)!.handlePostMessage(request, response)
    } else {
      const transport = new SSEServerTransport('/', response)
      transports.set(transport.sessionId, transport)
      await createServer([]).connect(transport)
    }
  }
}

/** Streamable HTTP, of one session, whose events are kept. */
export async function streamableHandler(calls: string[]): Promise<RequestListener> {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: () => 'session',
    eventStore: new InMemoryEventStore(),
    retryInterval: 50,
  })
  await createServer(calls).connect(transport as never)
  return (request: IncomingMessage, response: ServerResponse) =>
    void transport.handleRequest(request, response)
}
