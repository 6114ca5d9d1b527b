import { EventSourceError, fetchEvents } from 'millrace'

// The loop stays; leaving it closes, and a refusal is thrown.
export async function followPrices(
  origin: string,
  token: string,
  show: (line: string) => void,
): Promise<void> {
  try {
    for await (const { type, data } of fetchEvents(`${origin}/prices`, {
      headers: { authorization: `Bearer ${token}` },
    })) {
      if (type === 'done') break
      const { symbol, bid } = JSON.parse(data) as { symbol: string; bid: number }
      show(`${symbol} ${bid}`)
    }
    show('closed')
  } catch (error) {
    if (!EventSourceError.is(error)) throw error
    show(`refused: ${error.status}`)
  }
}
