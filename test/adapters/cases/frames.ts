import { describe, expect, test, vi } from 'vitest'
import { createTestStream } from '../../../src/testing.ts'
import { type Framework, frame, type Init, settle } from '../framework.ts'

/** How often there is a render. */
export function frameTests({ mount, rendersInFrames = false }: Framework): void {
  const url = 'https://example.com/answer'
  const text = { reduce: (text: string, event: { data: string }) => text + event.data, initial: '' }

  function open(init: object = {}) {
    const stream = createTestStream()
    const component = mount(url, { fetch: stream.fetch, method: 'POST', ...text, ...init } as Init)
    return { stream, ...component }
  }

  describe('an answer', () => {
    test('of 10 000 tokens is rendered at most once a frame, and none is missing', async () => {
      const tokens = Array.from({ length: 10_000 }, (_, index) => `${index} `)
      const { stream, commits, text: shown } = open()
      let frames = 0
      for (let start = 0; start < tokens.length; start += 400) {
        const some = tokens.slice(start, start + 400).map((token) => `data: ${token}\n\n`)
        await stream.sendBytes(some.join(''), { chunks: 100 })
        expect(commits()).toBe(1 + frames)
        await frame()
        frames++
        expect(shown()).toBe(tokens.slice(0, start + 400).join(''))
      }
      expect(frames).toBe(25)
      stream.end()
      await settle()
      expect(commits()).toBeLessThanOrEqual(1 + frames + 1)
      expect(shown()).toBe(tokens.join(''))
    })

    test('that ends inside a frame is there as a whole, without another frame', async () => {
      const { stream, result, text: shown } = open()
      await stream.send('a')
      await frame()
      await stream.sendBytes('data: b\n\ndata: c\n\n')
      stream.end()
      await settle()
      expect(shown()).toBe('abc')
      expect(result().readyState).toBe(2)
      expect(vi.getTimerCount()).toBe(0)
    })

    test('is there in a hidden page, where there are no frames', async () => {
      stubNoFrames()
      const { stream, commits, text: shown } = open()
      await stream.sendBytes('data: a\n\ndata: b\n\n')
      await vi.advanceTimersByTimeAsync(99)
      expect(commits()).toBe(1)
      await vi.advanceTimersByTimeAsync(1)
      expect(commits()).toBe(2)
      expect(shown()).toBe('ab')
      await stream.send('c')
      stream.end()
      await settle()
      expect(shown()).toBe('abc')
    })

    if (!rendersInFrames)
      test('is there where a frame comes at once, as some tests have it', async () => {
        vi.stubGlobal('requestAnimationFrame', (run: () => void) => (run(), 1))
        const { stream, text: shown } = open()
        await stream.send('a')
        await stream.send('b')
        await settle()
        expect(shown()).toBe('ab')
        vi.unstubAllGlobals()
      })

    test('that throws in reduce or onEvent goes on', async () => {
      const reported: unknown[] = []
      vi.stubGlobal('reportError', (error: unknown) => reported.push(error))
      const { stream, text: shown } = open({
        reduce: (text: string, { data }: { data: string }) => {
          if (data === 'b') throw new Error('in reduce')
          return text + data
        },
        onEvent: ({ data }: { data: string }) => {
          if (data === 'a') throw new Error('in onEvent')
        },
      })
      await stream.sendBytes('data: a\n\ndata: b\n\ndata: c\n\n')
      await frame()
      expect(shown()).toBe('ac')
      expect(reported).toMatchObject([{ message: 'in onEvent' }, { message: 'in reduce' }])
      vi.unstubAllGlobals()
    })
  })
}

function stubNoFrames(): void {
  vi.stubGlobal('requestAnimationFrame', () => 1)
}
