import { type } from 'arktype'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createTestStream } from '../../../src/testing.ts'
import { type Framework, frame } from '../framework.ts'

export const schemas = [
  { library: 'zod', parse: z.object({ bid: z.number() }) },
  { library: 'valibot', parse: v.object({ bid: v.number() }) },
  { library: 'arktype', parse: type({ bid: 'number' }) },
]

/** Data that a schema checks. */
export function schemaTests({ mount }: Framework): void {
  describe.for(schemas)('a schema of $library', ({ parse }) => {
    test.for([
      { kind: 'for all events', option: parse },
      { kind: 'for one type', option: { price: parse } },
    ])('$kind lets values through, and makes an error of others', async ({ option }) => {
      const stream = createTestStream()
      const { result } = mount('https://example.com/prices', {
        fetch: stream.fetch,
        parse: option,
        reduce: (bids: number[], { data }: { data: { bid: number } }) => [...bids, data.bid],
        initial: [],
      } as never)
      await stream.send({ type: 'price', data: { bid: 1 } })
      await stream.send({ type: 'price', data: { bid: 'much' } })
      await stream.send({ type: 'price', data: { bid: 2 } })
      await frame()
      expect(result()).toMatchObject({
        data: [1, 2],
        readyState: 1,
        error: { code: 'invalid-data', data: '{"bid":"much"}' },
      })
    })
  })
}
