import { EventSourceError, fetchEvents } from 'millrace'

// A payload is `method` and `body`; a loop in place of listeners, as the stream is one answer.
export async function ask(origin, token, show) {
  try {
    for await (const { data } of fetchEvents(`${origin}/chat`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify({ question: 'How are you ?' }),
      until: '[DONE]',
    })) {
      show(JSON.parse(data).token)
    }
    show('closed')
  } catch (error) {
    if (!EventSourceError.is(error)) throw error
    show(`refused: ${error.status}`)
  }
}
