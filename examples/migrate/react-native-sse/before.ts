import EventSource from 'react-native-sse'

// The prices of an app: React Native has no EventSource. Whether to come back after a loss is left to the app.
export function showPrices(origin: string, token: string, show: (line: string) => void): void {
  const source = new EventSource<'price' | 'done'>(`${origin}/prices`, {
    headers: { Authorization: `Bearer ${token}` },
  })

  source.addEventListener('price', (event) => {
    const { symbol, bid } = JSON.parse(event.data ?? '') as { symbol: string; bid: number }
    show(`${symbol} ${bid}`)
  })

  source.addEventListener('done', () => {
    source.close()
    show('closed')
  })

  source.addEventListener('error', (event) => {
    if (event.type === 'error' && event.xhrStatus === 401) {
      source.close()
      show('refused: 401')
    } else {
      setTimeout(() => source.open(), 200)
    }
  })
}
