import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FetchEventSource } from '../../../src/index.ts'
import { createTestStream } from '../../../src/testing.ts'

void test('comes back after a cut, from where it was', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const stream = createTestStream()
  const source = new FetchEventSource('https://example.com/feed', { fetch: stream.fetch })
  const seen: string[] = []
  source.onmessage = ({ data }) => seen.push(data)

  await stream.send({ lastEventId: '1', data: 'first' })
  stream.drop()
  await new Promise((resolve) => source.addEventListener('error', resolve, { once: true }))
  t.mock.timers.tick(3000)
  await stream.send('second')

  assert.deepEqual(seen, ['first', 'second'])
  assert.equal(stream.requests[1]?.lastEventId, '1')
  source.close()
})
