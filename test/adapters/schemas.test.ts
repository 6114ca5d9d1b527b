// @vitest-environment node
// Schemas of the libraries that are in use, in a class and in a loop; those of the hooks are among the cases of each framework.
import { describe, expect, test } from 'vitest'
import { FetchEventSource, fetchEvents } from '../../src/index.ts'
import { createTestStream } from '../../src/testing.ts'
import { schemas } from './cases/schemas.ts'

const url = 'https://example.com/prices'

describe.for(schemas)('a schema of $library', ({ parse }) => {
  test('gives a FetchEventSource values, and an error for what is none; it goes on', async () => {
    const stream = createTestStream()
    const source = new FetchEventSource(url, { fetch: stream.fetch, parse })
    const seen: unknown[] = []
    source.onmessage = ({ data }) => seen.push(data.bid)
    source.onerror = ({ error, reconnectIn }) => seen.push([error?.code, error?.data, reconnectIn])
    await stream.send({ data: { bid: 1 } })
    await stream.send({ data: { bid: 'much' } })
    await stream.send({ data: { bid: 2 } })
    expect(seen).toEqual([1, ['invalid-data', '{"bid":"much"}', undefined], 2])
    source.close()
  })

  test('gives a loop values, which throws what is none', async () => {
    const stream = createTestStream()
    const seen: number[] = []
    const loop = (async () => {
      for await (const { data } of fetchEvents(url, { fetch: stream.fetch, parse }))
        seen.push(data.bid)
    })()
    void stream.sendBytes('data: {"bid":1}\n\ndata: {"bid":2}\n\ndata: {"bid":"much"}\n\n')
    await expect(loop).rejects.toMatchObject({ code: 'invalid-data', data: '{"bid":"much"}' })
    expect(seen).toEqual([1, 2])
  })
})
