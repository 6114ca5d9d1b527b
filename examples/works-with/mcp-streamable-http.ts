// The Model Context Protocol over Streamable HTTP: a method is called by a POST. Where its stream is lost, or closed before
// the result, a GET with the last event ID goes on from there, and the server does not do it twice.
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'
import { fetchEvents } from 'millrace'

/** Calls a method; `headers` name the session and the protocol's version. Yields its notifications, and at last its result. */
export async function* call(
  url: string,
  headers: Record<string, string>,
  message: { id: number; method: string; params: object },
): AsyncGenerator<JSONRPCMessage> {
  for await (const { data } of fetchEvents(url, {
    method: 'POST',
    headers: {
      ...headers,
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ jsonrpc: '2.0', ...message }),
    request: ({ lastEventId }) => (lastEventId ? { method: 'GET', body: null } : {}),
    until: ({ data }) => data !== '' && (JSON.parse(data) as { id?: number }).id === message.id,
  })) {
    // The server's first event has an ID, and nothing else.
    if (data !== '') yield JSON.parse(data) as JSONRPCMessage
  }
}
