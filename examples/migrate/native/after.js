import { FetchEventSource } from 'millrace'

// The token is a header, and a failure says why.
export function showPrices(origin, token, show) {
  const source = new FetchEventSource(`${origin}/prices`, {
    headers: { authorization: `Bearer ${token}` },
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
    if (source.readyState === FetchEventSource.CLOSED) show('no prices')
    if (event.error) console.info(event.message)
  }
}
