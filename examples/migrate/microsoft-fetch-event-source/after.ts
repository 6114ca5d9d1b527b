import { EventSourceError, fetchEvents } from 'millrace'

// A loop: what is tried again are options, and it ends by itself.
export async function ask(
  origin: string,
  token: string,
  show: (line: string) => void,
): Promise<void> {
  try {
    for await (const { data } of fetchEvents(`${origin}/restarting/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ question: 'How are you ?' }),
      reconnect: { statuses: 'transient', delay: 200 },
      until: '[DONE]',
    })) {
      show((JSON.parse(data) as { token: string }).token)
    }
    show('closed')
  } catch (error) {
    if (!EventSourceError.is(error)) throw error
    show(`refused: ${error.status}`)
  }
}
