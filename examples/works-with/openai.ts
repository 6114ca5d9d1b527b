// OpenAI's chat completions, and those of all who imitate them, without the SDK: the text as it comes. `[DONE]` ends it; without
// that it was cut, and throws. A 429 is asked again, not before `Retry-After`; an answer that has begun is not paid for twice.
import { fetchEvents } from 'millrace'
import type { ChatCompletionChunk, ChatCompletionCreateParams } from 'openai/resources'

/** Some send an error in the place of a chunk. */
interface Chunk extends ChatCompletionChunk {
  error?: { message: string }
}

export async function* complete(url: string, key: string, request: ChatCompletionCreateParams) {
  for await (const { data } of fetchEvents(`${url}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...request, stream: true }),
    reconnect: { statuses: 'transient' },
    until: '[DONE]',
  })) {
    const { error, choices } = JSON.parse(data) as Chunk
    if (error) throw new Error(error.message)
    yield choices[0]?.delta.content ?? ''
  }
}
