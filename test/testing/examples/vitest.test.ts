import { afterEach, expect, test, vi } from 'vitest'
import { FetchEventSource } from '../../../src/index.ts'
import { createTestStream } from '../../../src/testing.ts'

afterEach(() => void vi.useRealTimers())

test('comes back after a cut, from where it was', async () => {
  vi.useFakeTimers()
  const stream = createTestStream()
  const source = new FetchEventSource('https://example.com/feed', { fetch: stream.fetch })
  const seen: string[] = []
  source.onmessage = ({ data }) => seen.push(data)

  await stream.send({ lastEventId: '1', data: 'first' })
  stream.drop()
  await vi.advanceTimersByTimeAsync(3000)
  await stream.send('second')

  expect(seen).toEqual(['first', 'second'])
  expect(stream.requests[1]).toMatchObject({ method: 'GET', lastEventId: '1' })
  source.close()
})
