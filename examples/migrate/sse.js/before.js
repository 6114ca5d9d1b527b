import { SSE } from 'sse.js'

// The answer of a language model, to a POST.
export function ask(origin, token, show) {
  const source = new SSE(`${origin}/chat`, {
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    payload: JSON.stringify({ question: 'How are you ?' }),
    start: false,
  })

  source.addEventListener('message', (event) => {
    if (event.data === '[DONE]') {
      source.close()
      show('closed')
    } else {
      show(JSON.parse(event.data).token)
    }
  })

  source.addEventListener('error', (event) => show(`refused: ${event.responseCode}`))

  source.stream()
}
