import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { toEventStream } from '../../src/format.ts'
import { run } from '../setup/readme-run.ts'
import { silence } from './silence.ts'

test('a heartbeat keeps no process alive', async () => {
  const program = `
    import { toEventStream } from 'millrace/format'
    const events = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }
    const reader = toEventStream(events, { heartbeat: 86_400_000 }).getReader()
    await reader.read()
    void reader.read()
    console.log('done')
  `
  expect(await run(program, '')).toBe('done\n')
})

describe('heartbeat', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })

  afterEach(() => {
    vi.useRealTimers()
  })

  /** What has come so far, and who sends. */
  function open(heartbeat: number) {
    const chunks: string[] = []
    const senders: ((event: string) => void)[] = []
    const events = {
      [Symbol.asyncIterator]: () => ({
        next: () =>
          new Promise<IteratorResult<string>>((resolve) =>
            senders.push((value) => resolve({ done: false, value })),
          ),
      }),
    }
    const reader = toEventStream(events, { heartbeat })
      .pipeThrough(new TextDecoderStream())
      .getReader()
    void (async () => {
      for (;;) {
        const { done, value } = await reader.read()
        if (done) return
        chunks.push(value)
      }
    })()
    return { chunks, reader, senders }
  }

  test('begins the response, and comes when nothing else has for so long', async () => {
    const { chunks, senders, reader } = open(1000)
    await vi.advanceTimersByTimeAsync(0)
    expect(chunks).toEqual([':\n'])
    await vi.advanceTimersByTimeAsync(999)
    senders[0]!('a')
    await vi.advanceTimersByTimeAsync(999)
    expect(chunks).toEqual([':\n', 'data: a\n\n'])
    await vi.advanceTimersByTimeAsync(1)
    expect(chunks.slice(2)).toEqual([':\n'])
    await vi.advanceTimersByTimeAsync(3000)
    expect(chunks.slice(3)).toEqual([':\n', ':\n', ':\n'])
    // It has asked for one event at a time all the while.
    expect(senders).toHaveLength(2)
    await reader.cancel()
    expect(vi.getTimerCount()).toBe(0)
  })

  test('is not sent to who does not read', async () => {
    const reader = toEventStream(silence().events, { heartbeat: 10 }).getReader()
    await reader.read()
    expect(vi.getTimerCount()).toBe(0)
    void reader.read()
    await vi.advanceTimersByTimeAsync(0)
    expect(vi.getTimerCount()).toBe(1)
    await reader.cancel()
    expect(vi.getTimerCount()).toBe(0)
  })

  test.for([0, -1, NaN, '10'])('is not %j', (heartbeat) => {
    expect(() => toEventStream(silence().events, { heartbeat: heartbeat as number })).toThrow(
      'heartbeat: expected milliseconds above 0',
    )
  })
})
