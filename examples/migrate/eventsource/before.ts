import { EventSource, type ErrorEvent } from 'eventsource'

// A worker that follows prices: the header goes by way of a fetch of one's own.
export function followPrices(origin: string, token: string, show: (line: string) => void): void {
  const source = new EventSource(`${origin}/prices`, {
    fetch: (url, init) =>
      fetch(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } }),
  })

  source.addEventListener('price', (event: MessageEvent<string>) => {
    const { symbol, bid } = JSON.parse(event.data) as { symbol: string; bid: number }
    show(`${symbol} ${bid}`)
  })

  source.addEventListener('done', () => {
    source.close()
    show('closed')
  })

  source.addEventListener('error', (error: ErrorEvent) => {
    if (source.readyState === source.CLOSED) show(`refused: ${error.code}`)
  })
}
