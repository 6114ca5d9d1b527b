import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { readAnswer } from '../../../examples/works-with/ai-sdk.ts'
import { answer } from '../../../examples/works-with/anthropic.ts'
import { respond } from '../../../examples/works-with/openai-responses.ts'
import { complete } from '../../../examples/works-with/openai.ts'
import * as sdks from '../../../examples/works-with/servers/language-models.ts'
import { createListener } from '../../../examples/works-with/servers/resumable.ts'
import { fetchEvents } from '../../../src/index.ts'
import { eventStream, listen } from '../../setup/listen.ts'

/** Answers each request with the next of these: a stream, or a status. */
function answering(...answers: (string | number)[]): Promise<string> {
  return listen((_request, response) => {
    const next = answers.shift()!
    if (typeof next === 'string') response.writeHead(200, eventStream).end(next)
    else response.writeHead(next, { 'retry-after': '0' }).end()
  })
}

async function joined(texts: AsyncIterable<string>): Promise<string> {
  let all = ''
  for await (const text of texts) all += text
  return all
}

const typed = (...events: { type: string; [name: string]: unknown }[]) =>
  events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('')

const chunk = (content: string) =>
  `data: ${JSON.stringify({ object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content } }] })}\n\n`
const completion = `${chunk('Hel')}: keep-alive\n\n${chunk('lo 🙂')}data: [DONE]\n\n`

const response = typed(
  { type: 'response.created', response: {} },
  { type: 'response.output_text.delta', delta: 'Hel' },
  { type: 'response.output_text.delta', delta: 'lo 🙂' },
  { type: 'response.completed', response: {} },
)

const start = {
  type: 'message_start',
  message: { id: '1', type: 'message', role: 'assistant', content: [], usage: {} },
}
const delta = (text: string) => ({
  type: 'content_block_delta',
  index: 0,
  delta: { type: 'text_delta', text },
})
const message = typed(
  start,
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'ping' },
  delta('Hel'),
  delta('lo 🙂'),
  { type: 'content_block_stop', index: 0 },
  { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: {} },
  { type: 'message_stop' },
)

const ask = { model: 'a-model', messages: [{ role: 'user' as const, content: 'How?' }] }

const models = [
  {
    name: 'OpenAI, chat completions',
    wire: completion,
    last: 'data: [DONE]',
    read: (url: string) => joined(complete(url, 'key', ask)),
    sdk: sdks.completeWithSDK,
  },
  {
    name: 'OpenAI, responses',
    wire: response,
    last: 'event: response.completed',
    read: (url: string) => joined(respond(url, 'key', { model: 'a-model', input: 'How?' })),
    sdk: sdks.respondWithSDK,
  },
  {
    name: 'Anthropic, messages',
    wire: message,
    last: 'event: message_stop',
    read: (url: string) => joined(answer(url, 'key', { max_tokens: 1024, ...ask })),
    sdk: sdks.answerWithSDK,
  },
]

test.for(models)('$name: what the SDK reads; a cut is told', async ({ wire, last, read, sdk }) => {
  expect(await sdk(await answering(wire), 'How?')).toBe('Hello 🙂')
  expect(await read(await answering(wire))).toBe('Hello 🙂')
  const cut = wire.slice(0, wire.indexOf(last))
  await expect(read(await answering(cut))).rejects.toThrow('incomplete')
})

test('OpenAI and Anthropic: a refusal that passes is got over', async () => {
  const urls = await Promise.all(models.map(({ wire }) => answering(429, wire)))
  const texts = await Promise.all(models.map(({ read }, index) => read(urls[index]!)))
  expect(texts).toEqual(Array.from(models, () => 'Hello 🙂'))
})

test('an error in mid-stream is thrown', async () => {
  const overloaded = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }
  const anthropic = await answering(typed(start, delta('Hel'), overloaded))
  await expect(joined(answer(anthropic, 'key', { max_tokens: 1024, ...ask }))).rejects.toThrow(
    'Overloaded',
  )
  const openai = await answering(`${chunk('Hel')}data: {"error":{"message":"Overloaded"}}\n\n`)
  await expect(joined(complete(openai, 'key', ask))).rejects.toThrow('Overloaded')
})

test('AI SDK: the message grows', async () => {
  const texts: string[] = []
  for await (const { parts } of readAnswer(await listen(sdks.uiMessageListener), [])) {
    texts.push(parts.map((part) => (part.type === 'text' ? part.text : '')).join(''))
  }
  expect(texts.at(-1)).toBe('Hello')
  expect(texts).toContain('Hel')
})

test('resumable-stream: the answer is made once, and goes on where the client was cut off', async () => {
  let made = 0
  let goOn = () => {}
  const isToGoOn = new Promise<void>((resolve) => (goOn = resolve))
  const listener = createListener(async function* () {
    made++
    yield 'one'
    yield 'zwei, für 🙂'
    await isToGoOn
    yield 'three'
    yield '[DONE]'
  })
  const responses: ServerResponse[] = []
  const url = await listen((request, response) => {
    responses.push(response)
    void listener(request, response)
    // The second client is there when the rest is made.
    if (responses.length === 2) goOn()
  })
  const received: string[] = []
  for await (const { data } of fetchEvents(url, { until: '[DONE]', reconnect: { delay: 10 } })) {
    received.push(data)
    if (received.length === 2) responses[0]!.destroy()
  }
  expect(received).toEqual(['one', 'zwei, für 🙂', 'three'])
  expect(made).toBe(1)
  expect(responses).toHaveLength(2)
})
