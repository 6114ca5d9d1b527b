// OpenAI's responses, without the SDK: events with types, of which one of three is the last.
import { fetchEvents } from 'millrace'
import type {
  ResponseCreateParams,
  ResponseStreamEvent,
} from 'openai/resources/responses/responses'

export async function* respond(url: string, key: string, request: ResponseCreateParams) {
  for await (const { data } of fetchEvents(`${url}/responses`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...request, stream: true }),
    reconnect: { statuses: 'transient' },
    until: ({ type }) => /^response\.(completed|failed|incomplete)$/.test(type),
  })) {
    const event = JSON.parse(data) as ResponseStreamEvent
    if (event.type === 'error') throw new Error(event.message)
    if (event.type === 'response.failed') throw new Error(event.response.error?.message)
    if (event.type === 'response.output_text.delta') yield event.delta
  }
}
