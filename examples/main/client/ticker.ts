import { FetchEventSource } from 'millrace'
import { arrived, happened } from '../terminal.ts'
import { narrate, type Reading } from './reading.ts'

/** The types of `event.data`, by event type. */
interface TickerEvents {
  price: { symbol: string; price: number }
  bell: string
}

export async function readTicker({ url, tally, signal }: Reading): Promise<void> {
  let token: string | undefined
  const source: FetchEventSource<TickerEvents> = new FetchEventSource<TickerEvents>(url, {
    // Called before every request; after a 401 once more, at once.
    headers: async ({ error }) => {
      if (token === undefined || error?.status === 401) token = await logIn(url)
      return { authorization: `Bearer ${token}` }
    },
    parse: (data) => JSON.parse(data),
    trace: narrate(tally, () => source.lastEventId),
    signal,
  })
  source.addEventListener('price', ({ data, lastEventId }) => {
    tally.received(lastEventId)
    arrived(`${lastEventId}: ${data.price.toFixed(2)}  `)
  })
  source.addEventListener('bell', ({ data, lastEventId }) => {
    tally.received(lastEventId)
    arrived(`${lastEventId}: ${data}`)
    source.close()
  })
  const { reason, error } = await source.closed
  if (reason !== 'closed') throw error ?? new Error(`The ticker was ${reason}`)
}

async function logIn(url: string): Promise<string> {
  const response = await fetch(new URL('/token', url), { method: 'POST' })
  const { token } = (await response.json()) as { token: string }
  happened(`+ new token: ${token}`)
  return token
}
