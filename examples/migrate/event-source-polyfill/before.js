import { EventSourcePolyfill } from 'event-source-polyfill'

// Headers for an EventSource, and a connection that is silent for 20 s is taken for dead.
export function showPrices(origin, token, show) {
  const source = new EventSourcePolyfill(`${origin}/prices`, {
    headers: { Authorization: `Bearer ${token}` },
    heartbeatTimeout: 20_000,
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
    if (source.readyState === EventSourcePolyfill.CLOSED) show(`refused: ${event.status}`)
  }
}
