// What the SDKs make of the same bytes.
import Anthropic from '@anthropic-ai/sdk'
import { getRequestListener } from '@hono/node-server'
import { createUIMessageStream, createUIMessageStreamResponse } from 'ai'
import OpenAI from 'openai'

export async function completeWithSDK(baseURL: string, content: string): Promise<string> {
  const client = new OpenAI({ baseURL, apiKey: 'key' })
  const messages = [{ role: 'user' as const, content }]
  let text = ''
  const chunks = await client.chat.completions.create({ model: 'a-model', stream: true, messages })
  for await (const { choices } of chunks) text += choices[0]?.delta.content ?? ''
  return text
}

export async function respondWithSDK(baseURL: string, input: string): Promise<string> {
  const client = new OpenAI({ baseURL, apiKey: 'key' })
  let text = ''
  for await (const event of await client.responses.create({
    model: 'a-model',
    stream: true,
    input,
  })) {
    if (event.type === 'response.output_text.delta') text += event.delta
  }
  return text
}

export function answerWithSDK(baseURL: string, content: string): Promise<string> {
  const client = new Anthropic({ baseURL, apiKey: 'key' })
  const messages = [{ role: 'user' as const, content }]
  return client.messages.stream({ model: 'a-model', max_tokens: 1024, messages }).finalText()
}

/** A server of the AI SDK's, that says hello. */
export const uiMessageListener = getRequestListener(() =>
  createUIMessageStreamResponse({
    stream: createUIMessageStream({
      execute({ writer }) {
        writer.write({ type: 'start' })
        writer.write({ type: 'text-start', id: '1' })
        for (const delta of ['Hel', 'lo']) writer.write({ type: 'text-delta', id: '1', delta })
        writer.write({ type: 'text-end', id: '1' })
        writer.write({ type: 'finish' })
      },
    }),
  }),
)
