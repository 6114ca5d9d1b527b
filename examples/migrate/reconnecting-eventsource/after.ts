import { FetchEventSource } from 'millrace'

// It comes back after what may pass, and says so when it does not.
export function showPrices(origin: string, token: string, show: (line: string) => void): void {
  const source = new FetchEventSource(`${origin}/restarting/prices`, {
    headers: { authorization: `Bearer ${token}` },
    reconnect: { statuses: 'transient', delay: 100, maxDelay: 300 },
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
