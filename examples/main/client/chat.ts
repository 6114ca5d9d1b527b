import { type EventStream, fetchEvents } from 'millrace'
import { arrived } from '../terminal.ts'
import { narrate, type Reading } from './reading.ts'

/** So much of a `chat.completion.chunk` as is used here. */
interface CompletionChunk {
  choices: { delta: { content?: string } }[]
}

export async function readChat({ url, tally, signal }: Reading): Promise<void> {
  const answer: EventStream = fetchEvents(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      stream: true,
      messages: [{ role: 'user', content: 'What is an event stream?' }],
    }),
    trace: narrate(tally, () => answer.lastEventId),
    signal,
  })
  // The loop ends with the response: a POST is not repeated after a clean end.
  let isDone = false
  for await (const { data, lastEventId } of answer) {
    tally.received(lastEventId)
    isDone = data === '[DONE]'
    if (!isDone) arrived((JSON.parse(data) as CompletionChunk).choices[0]?.delta.content ?? '')
  }
  if (!isDone) throw new Error('The answer ended without [DONE]')
}
