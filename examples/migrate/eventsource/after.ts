import { FetchEventSource } from 'millrace'

// The import and the class have changed; the header is an option, and a loss need not be guessed at.
export function followPrices(origin: string, token: string, show: (line: string) => void): void {
  const source = new FetchEventSource(`${origin}/prices`, {
    headers: { authorization: `Bearer ${token}` },
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
    // `event.code` is there as well, the same number.
    if (event.error && event.reconnectIn === null) show(`refused: ${event.status}`)
  })
}
