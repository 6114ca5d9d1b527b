import { FetchEventSource as EventSource } from 'millrace'

// Nothing has changed but the import, and a type that it need not name.
export function followPrices(origin: string, token: string, show: (line: string) => void): void {
  const source = new EventSource(`${origin}/prices`, {
    fetch: (url, init) =>
      fetch(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } }),
  })

  source.addEventListener('price', (event) => {
    const { symbol, bid } = JSON.parse(event.data) as { symbol: string; bid: number }
    show(`${symbol} ${bid}`)
  })

  source.addEventListener('done', () => {
    source.close()
    show('closed')
  })

  source.addEventListener('error', (error) => {
    if (source.readyState === source.CLOSED) show(`refused: ${error.code}`)
  })
}
