import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { FetchEventSource, fetchEvents } from '../../src/index.ts'
import { createTestStream } from '../../src/testing.ts'

afterEach(() => void vi.useRealTimers())

const lines = (...entries: object[]) =>
  [{ millrace: 'recording', version: 1 }, ...entries]
    .map((entry) => `${JSON.stringify(entry)}\n`)
    .join('')

const request = (at: number) => ({
  at,
  type: 'request',
  method: 'GET',
  url: 'https://example.com/feed',
})
const response = (at: number, status = 200) => ({ at, type: 'response', status, headers: {} })
const chunk = (at: number, text: string) => ({ at, type: 'chunk', text })

/** A server that is not there, then cuts, then ends, and then stays open. */
const recording = lines(
  ...[request(0), { at: 10, type: 'lost' }],
  ...[
    request(3000),
    response(3100),
    chunk(3200, 'id: 1\ndata: on'),
    chunk(4200, 'e\n\n'),
    { at: 5200, type: 'lost' },
  ],
  ...[request(8200), response(8300), chunk(8300, 'data: two\n\n'), { at: 8400, type: 'end' }],
  ...[
    request(11_400),
    response(11_400),
    { at: 11_500, type: 'chunk', base64: btoa('data: three\n\n') },
  ],
  ...[
    { at: 12_000, type: 'left' },
    { at: 12_000, type: 'close' },
  ],
)

function listenTo(stream: ReturnType<typeof createTestStream>) {
  const init = { fetch: stream.fetch, reconnect: { factor: 1 } }
  const source = new FetchEventSource('https://example.com/feed', init)
  onTestFinished(() => source.close())
  const seen: string[] = []
  source.onmessage = ({ data }) => seen.push(data)
  return { source, seen }
}

test('plays what was recorded, as fast as it is asked', async () => {
  vi.useFakeTimers()
  const stream = createTestStream()
  const played = stream.play(recording)
  const { source, seen } = listenTo(stream)
  await vi.advanceTimersByTimeAsync(0)
  expect(seen).toEqual([])
  await vi.advanceTimersByTimeAsync(3000)
  expect(seen).toEqual(['one'])
  await vi.advanceTimersByTimeAsync(3000)
  expect(seen).toEqual(['one', 'two'])
  await vi.advanceTimersByTimeAsync(3000)
  await played
  expect(seen).toEqual(['one', 'two', 'three'])
  expect(stream.requests.map(({ lastEventId }) => lastEventId)).toEqual(['', '', '1', '1'])
  // It goes on where the recording ended.
  expect(source.readyState).toBe(source.OPEN)
  await stream.send('four')
  expect(seen.at(-1)).toBe('four')
})

test.for([1, 10])('plays it %i times as fast, by fake timers', async (speed) => {
  vi.useFakeTimers()
  const stream = createTestStream()
  const played = stream.play(recording, { speed })
  const { source, seen } = listenTo(stream)
  await vi.advanceTimersByTimeAsync(10 / speed + 3000)
  expect(stream.requests).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(1200 / speed - 1)
  expect(seen).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(seen).toEqual(['one'])
  expect(source.readyState).toBe(source.OPEN)
  await vi.advanceTimersByTimeAsync(1000 / speed)
  expect(source.readyState).toBe(source.CONNECTING)
  await vi.advanceTimersByTimeAsync(10_000)
  await played
  expect(seen).toEqual(['one', 'two', 'three'])
})

test('a status that was refused', async () => {
  const stream = createTestStream()
  void stream.play(
    lines(request(0), response(1, 503), { at: 1, type: 'end' }, { at: 1, type: 'close' }),
  )
  const events = fetchEvents('https://example.com/feed', { fetch: stream.fetch })
  await expect(events.next()).rejects.toMatchObject({ code: 'http-status', status: 503 })
})

test('what cannot be played is told', async () => {
  const { play } = createTestStream()
  await expect(play('data: no recording\n\n')).rejects.toThrow('This is no recording')
  await expect(play('{"millrace":"recording","version":2}\n')).rejects.toThrow('of version 2')
  await expect(play(lines(request(0)))).rejects.toThrow('is damaged: it ends early, after line 2')
  await expect(play(recording, { speed: 0 })).rejects.toThrow('speed: expected a number above 0')
})
