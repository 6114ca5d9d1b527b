import type { RequestHandler } from 'msw'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { FetchEventSource, fetchEvents } from '../../../src/index.ts'
import { chat, feed, ticker } from './handlers.ts'

/** The recipes, wherever msw runs; `use` puts handlers in force for one test. */
export function mswRecipes(origin: string, use: (handler: RequestHandler) => void): void {
  test('http.get: a stream that breaks is resumed, and 204 ends it', async () => {
    use(feed)
    const seen: string[] = []
    for await (const { data } of fetchEvents(`${origin}/feed`)) seen.push(data)
    expect(seen).toEqual(['a', 'b', 'c'])
  })

  test('http.post: an answer to what was sent, after the token was refreshed', async () => {
    use(chat)
    const seen: string[] = []
    for await (const { data } of fetchEvents(`${origin}/chat`, {
      method: 'POST',
      headers: ({ error }) => ({ authorization: `Bearer ${error?.status === 401 ? 2 : 1}` }),
      body: JSON.stringify({ prompt: 'why is it so' }),
    }))
      seen.push(data)
    expect(seen).toEqual(['why', 'is', 'it', 'so'])
  })

  test('sse(): typed events, from one connection to the next', async () => {
    use(ticker())
    const source = new FetchEventSource(`${origin}/ticker`, {
      parse: { price: z.object({ bid: z.number() }) },
    })
    const bids: number[] = []
    source.addEventListener('price', ({ data }) => bids.push(data.bid))
    const message = await new Promise<string>((resolve) => {
      source.addEventListener('message', ({ data }) => resolve(data))
    })
    source.close()
    expect(bids).toEqual([9.5, 10.5])
    expect(message).toBe('and so on')
  })
}
