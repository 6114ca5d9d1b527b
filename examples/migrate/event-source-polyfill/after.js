import { FetchEventSource } from 'millrace'

// The silence is `idleTimeout`; the parameter is the one that the polyfill sends, for a server that reads that.
export function showPrices(origin, token, show) {
  const source = new FetchEventSource(`${origin}/prices`, {
    headers: { Authorization: `Bearer ${token}` },
    idleTimeout: 20_000,
    lastEventIdParam: 'lastEventId',
  })

  source.addEventListener('price', (event) => {
    const { symbol, bid } = JSON.parse(event.data)
    show(`${symbol} ${bid}`)
  })

  source.addEventListener('done', () => {
    source.close()
    show('closed')
  })

  source.onerror = (event) => {
    if (source.readyState === FetchEventSource.CLOSED) show(`refused: ${event.status}`)
  }
}
