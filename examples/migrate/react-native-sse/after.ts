import { FetchEventSource } from 'millrace'
import { xhrFetch } from 'millrace/xhr'

// It comes back by itself, from the last event ID; the fetch of React Native cannot stream, so another one is given.
export function showPrices(origin: string, token: string, show: (line: string) => void): void {
  const source = new FetchEventSource(`${origin}/prices`, {
    headers: { Authorization: `Bearer ${token}` },
    fetch: xhrFetch,
  })

  source.addEventListener('price', (event) => {
    const { symbol, bid } = JSON.parse(event.data) as { symbol: string; bid: number }
    show(`${symbol} ${bid}`)
  })

  source.addEventListener('done', () => {
    source.close()
    show('closed')
  })

  source.addEventListener('error', (event) => {
    if (event.error && event.reconnectIn === null) show(`refused: ${event.status}`)
  })
}
