import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js'
import {
  type EventStore,
  StreamableHTTPServerTransport,
} from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'
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
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
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
  return (request, response) => void answer(request, response)
}

/** Streamable HTTP, of one session, whose events are kept. */
export async function streamableHandler(calls: string[]): Promise<RequestListener> {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: () => 'session',
    eventStore: createEventStore(),
    retryInterval: 50,
  })
  await createServer(calls).connect(transport)
  return (request, response) => void transport.handleRequest(request, response)
}

/** Keeps events in the order that they came in. (The SDK's own example mixes up those of a millisecond.) */
function createEventStore(): EventStore {
  const events: { streamId: string; message: JSONRPCMessage }[] = []
  return {
    storeEvent: async (streamId, message) => String(events.push({ streamId, message })),
    async replayEventsAfter(lastEventId, { send }) {
      const { streamId } = events[Number(lastEventId) - 1]!
      for (const [index, event] of events.entries()) {
        if (index < Number(lastEventId) || event.streamId !== streamId) continue
        await send(String(index + 1), event.message)
      }
      return streamId
    },
  }
}
