// The prices of a board, with the browser's own EventSource: the token has to go into the URL, and into every access log.
export function showPrices(origin, token, show) {
  const source = new EventSource(`${origin}/prices?token=${token}`)

  source.addEventListener('price', (event) => {
    const { symbol, bid } = JSON.parse(event.data)
    show(`${symbol} ${bid}`)
  })

  source.addEventListener('done', () => {
    source.close()
    show('closed')
  })

  source.onerror = () => {
    // Why, it does not say.
    if (source.readyState === EventSource.CLOSED) show('no prices')
  }
}
