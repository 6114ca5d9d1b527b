// Anthropic's messages, without the SDK: the text as it comes, until `message_stop`. What goes wrong on the way is an event of
// its own; a 529 before it is asked again.
import type { MessageCreateParams, RawMessageStreamEvent } from '@anthropic-ai/sdk/resources'
import { fetchEvents } from 'millrace'

export async function* answer(url: string, key: string, request: MessageCreateParams) {
  for await (const { type, data } of fetchEvents(`${url}/v1/messages`, {
    method: 'POST',
    headers: {
      'x-api-key': key,
      'anthropic-version': '2023-06-01',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ ...request, stream: true }),
    reconnect: { statuses: 'transient' },
    until: ({ type }) => type === 'message_stop',
  })) {
    if (type === 'error') throw new Error((JSON.parse(data) as { error: Error }).error.message)
    const event = JSON.parse(data) as RawMessageStreamEvent
    if (event.type === 'content_block_delta' && event.delta.type === 'text_delta')
      yield event.delta.text
  }
}
