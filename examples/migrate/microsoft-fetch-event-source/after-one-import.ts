import { EventStreamContentType, fetchEventSource } from 'millrace/fetch-event-source'

class RetriableError extends Error {}
class FatalError extends Error {}

// Nothing has changed but the import.
export async function ask(
  origin: string,
  token: string,
  show: (line: string) => void,
): Promise<void> {
  const controller = new AbortController()
  try {
    await fetchEventSource(`${origin}/restarting/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ question: 'How are you ?' }),
      signal: controller.signal,
      openWhenHidden: true,
      async onopen(response) {
        const type = response.headers.get('content-type')
        if (response.ok && type?.startsWith(EventStreamContentType)) return
        if (response.status === 429 || response.status >= 500) throw new RetriableError()
        throw new FatalError(`refused: ${response.status}`)
      },
      onmessage(message) {
        if (message.data === '[DONE]') controller.abort()
        else show((JSON.parse(message.data) as { token: string }).token)
      },
      onerror(error) {
        if (error instanceof FatalError) throw error
        return 200
      },
    })
    show('closed')
  } catch (error) {
    show((error as Error).message)
  }
}
