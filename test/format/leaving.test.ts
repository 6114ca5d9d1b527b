import { describe, expect, test, vi } from 'vitest'
import { type OutgoingEvents, toEventStream } from '../../src/format.ts'
import { fetchEvents } from '../../src/index.ts'
import { createTestStream } from '../../src/testing.ts'
import { silence } from './silence.ts'

describe('when the reader leaves', () => {
  test('the source is closed in that turn, though it is silent', async () => {
    const { events, done, asked } = silence()
    const reader = toEventStream(events).getReader()
    void reader.read()
    await asked
    void reader.cancel()
    expect(done).toEqual(['close', 'return'])
    await reader.closed
  })

  test('a function’s signal is aborted in that turn, with the reason', async () => {
    const { events, asked } = silence()
    let signal!: AbortSignal
    const reader = toEventStream((given) => {
      signal = given
      return events
    }).getReader()
    void reader.read()
    await asked
    const reason = new Error('left')
    void reader.cancel(reason)
    expect(signal.aborted).toBe(true)
    expect(signal.reason).toBe(reason)
  })

  test('a generator that waits for something of its own ends by the signal', async () => {
    const stream = createTestStream()
    const reader = toEventStream(async function* (signal) {
      yield* fetchEvents('https://example.com/', { fetch: stream.fetch, signal })
    }).getReader()
    void reader.read()
    const { request } = await stream.connection(1)
    expect(request.isOpen).toBe(true)
    void reader.cancel()
    expect(request.isOpen).toBe(false)
  })

  test('while the function is at it, what it gives is closed as it comes', async () => {
    const { events, done } = silence()
    const opened = Promise.withResolvers<OutgoingEvents>()
    const give = vi.fn(() => opened.promise)
    const reader = toEventStream(give).getReader()
    void reader.read()
    await vi.waitFor(() => expect(give).toHaveBeenCalled())
    await reader.cancel()
    opened.resolve(events)
    await vi.waitFor(() => expect(done).toEqual(['close', 'return']))
  })

  test('before reading anything, the function is never called', async () => {
    const source = vi.fn(() => silence().events)
    await toEventStream(source).cancel()
    expect(source).not.toHaveBeenCalled()
  })

  test('before reading anything, the source is closed all the same', async () => {
    const { events, done } = silence()
    await toEventStream(events).cancel()
    expect(done).toEqual(['close', 'return'])
  })

  test('what fails then is no one’s', async () => {
    const { events } = silence()
    const reader = toEventStream({
      ...events,
      close: () => Promise.reject(new Error('close')),
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.reject(new Error('next')),
        return: () => {
          throw new Error('return')
        },
      }),
    } as OutgoingEvents).getReader()
    const read = reader.read()
    await reader.cancel()
    expect(await read).toEqual({ done: true, value: undefined })
  })
})
