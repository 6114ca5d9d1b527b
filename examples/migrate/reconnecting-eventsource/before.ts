import ReconnectingEventSource from 'reconnecting-eventsource'

// A board that is to come back when the server was away, which the browser's own EventSource gives up on.
export function showPrices(origin: string, token: string, show: (line: string) => void): void {
  const source = new ReconnectingEventSource(`${origin}/restarting/prices?token=${token}`, {
    max_retry_time: 300,
  })

  source.addEventListener('price', (event) => {
    const { symbol, bid } = JSON.parse(event.data) as { symbol: string; bid: number }
    show(`${symbol} ${bid}`)
  })

  source.addEventListener('done', () => {
    source.close()
    show('closed')
  })
}
