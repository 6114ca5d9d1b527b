// The Model Context Protocol over HTTP with SSE (2024-11-05): a transport for the SDK's client, with headers for the stream and
// the messages alike. A stream that is lost is closed, as the server's session is lost with it.
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'
import { FetchEventSource } from 'millrace'

export function sseTransport(url: string, headers: Record<string, string>): Transport {
  let source: FetchEventSource<{ endpoint: string }>
  let endpoint: URL
  const transport: Transport = {
    start: () =>
      new Promise((resolve, reject) => {
        source = new FetchEventSource(url, { headers, reconnect: false })
        source.addEventListener('endpoint', ({ data }) => {
          endpoint = new URL(data, url)
          // The headers are for that server only.
          if (endpoint.origin === new URL(url).origin) resolve()
          else source.close()
        })
        source.onmessage = ({ data }) => transport.onmessage?.(JSON.parse(data) as JSONRPCMessage)
        void source.closed.then(({ reason, error }) => {
          reject(error ?? new Error(`The stream is over: ${reason}`))
          if (error) transport.onerror?.(error)
          transport.onclose?.()
        })
      }),
    async send(message) {
      const body = JSON.stringify(message)
      const type = { 'content-type': 'application/json' }
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: { ...headers, ...type },
        body,
      })
      if (!response.ok) throw new Error(`The message was refused: ${response.status}`)
    },
    close: async () => source.close(),
  }
  return transport
}
