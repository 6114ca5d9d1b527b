import { createEventSource } from 'eventsource-client'

// A worker that follows prices in a loop.
export async function followPrices(
  origin: string,
  token: string,
  show: (line: string) => void,
): Promise<void> {
  const source = createEventSource({
    url: `${origin}/prices`,
    headers: { authorization: `Bearer ${token}` },
  })
  for await (const { event, data } of source) {
    if (event === 'done') break
    const { symbol, bid } = JSON.parse(data) as { symbol: string; bid: number }
    show(`${symbol} ${bid}`)
  }
  source.close()
  show('closed')
}
