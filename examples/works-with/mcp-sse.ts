// The Model Context Protocol over HTTP with SSE (2024-11-05): a transport for the SDK's client, with headers for the stream
// and for the messages alike.
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'
import { FetchEventSource } from 'millrace'

export function sseTransport(url: string, headers: Record<string, string>): Transport {
  const source = new FetchEventSource<{ endpoint: string }>(url, { headers })
  const endpoint = new Promise<URL>((resolve) =>
    source.addEventListener('endpoint', ({ data }) => resolve(new URL(data, url))),
  )
  const transport: Transport = {
    async start() {
      source.onmessage = ({ data }) => transport.onmessage?.(JSON.parse(data) as JSONRPCMessage)
      void source.closed.then(({ error }) => {
        if (error) transport.onerror?.(error)
        transport.onclose?.()
      })
      await Promise.race([endpoint, source.closed])
    },
    async send(message) {
      const init = { method: 'POST', body: JSON.stringify(message) }
      await fetch(await endpoint, {
        ...init,
        headers: { ...headers, 'content-type': 'application/json' },
      })
    },
    close: async () => source.close(),
  }
  return transport
}
