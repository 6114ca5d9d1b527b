// The AI SDK's UI message stream, without its hooks: the message, again each time it has grown.
import { fetchEvents } from 'millrace'
import { readUIMessageStream, type UIMessage, type UIMessageChunk } from 'ai'

export function readAnswer(url: string, messages: UIMessage[]): AsyncIterable<UIMessage> {
  const events = fetchEvents(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ messages }),
    parse: (text) => JSON.parse(text) as UIMessageChunk,
    until: '[DONE]',
  })
  const stream = new ReadableStream<UIMessageChunk>({
    async pull(controller) {
      const { done, value } = await events.next()
      if (done) controller.close()
      else controller.enqueue(value.data)
    },
    cancel: () => events.close(),
  })
  return readUIMessageStream({ stream, terminateOnError: true })
}
