import { describe, expect, test, vi } from 'vitest'
import { createTestStream } from '../../../src/testing.ts'
import { retainedBytes } from '../../setup/memory.ts'
import { type Framework, frame, type Init, settle } from '../framework.ts'

/** When there is a request, and which. */
export function subscriptionTests({ mount }: Framework): void {
  const url = 'https://example.com/events'
  const text = { reduce: (text: string, event: { data: string }) => text + event.data, initial: '' }

  function open(init: object = {}) {
    const stream = createTestStream()
    const all = { fetch: stream.fetch, ...text, ...init } as Init
    return { stream, init: all, ...mount(url, all) }
  }

  describe('a subscription', () => {
    test.for(['GET', 'POST'])('by %s is one request, sent once', async (method) => {
      const { stream, init, update } = open({ method, headers: () => ({ 'x-a': 'b' }) })
      await stream.send('a')
      await update(url, init)
      stream.end()
      await frame()
      await update(url, { ...init })
      await settle()
      expect(stream.requests).toMatchObject([{ method, headers: { 'x-a': 'b' } }])
    })

    test('goes on when objects and functions in init are others', async () => {
      const { stream, init, update, text: shown } = open({ headers: { 'x-a': '1' } })
      await stream.send('a')
      await update(url, {
        ...init,
        headers: { 'x-a': '2' },
        reconnect: { delay: 1 },
        onEvent() {},
        reduce: ((text: string, event: { data: string }) => `${text}+${event.data}`) as never,
      })
      await stream.send('b')
      await frame()
      expect(shown()).toBe('a+b')
      expect(stream.requests).toHaveLength(1)
    })

    test('calls the functions of the last render', async () => {
      const calls: string[] = []
      const functions = (name: string) => ({
        headers: () => ({ 'x-render': name }),
        onEvent: () => calls.push(`event ${name}`),
        onComment: () => calls.push(`comment ${name}`),
        parse: (data: string) => `${data}${name}`,
      })
      const { stream, init, update, text: shown } = open(functions('1'))
      await stream.send('a')
      await update(url, { ...init, ...functions('2') })
      await stream.send('b')
      await stream.comment()
      stream.drop()
      await vi.advanceTimersByTimeAsync(3000)
      expect(calls).toEqual(['event 1', 'event 2', 'comment 2'])
      expect(stream.requests).toMatchObject([
        { headers: { 'x-render': '1' } },
        { headers: { 'x-render': '2' } },
      ])
      await frame()
      expect(shown()).toBe('a1b2')
    })

    test.for([
      { what: 'URL', url: `${url}?2`, init: {} },
      { what: 'URL object', url: new URL(`${url}?2`), init: {} },
      { what: 'method', url, init: { method: 'POST' } },
      { what: 'key', url, init: { key: 2 } },
    ])('ends with another $what, and nothing of it gets into the next', async (next) => {
      const seen: string[] = []
      const { stream, init, update, result, text: shown } = open({ key: 1 })
      await stream.send({ data: 'old', lastEventId: '1' })
      // Some of the old are on their way, and a frame is asked for.
      const old = await stream.connection(1)
      const onTheirWay = old.sendBytes('data: late\n\n'.repeat(5), { chunks: 5 })
      await update(next.url, {
        ...init,
        onEvent: (event) => seen.push(event.data),
        ...next.init,
      })
      expect(result()).toMatchObject({ event: undefined, data: '', readyState: 0, lastEventId: '' })
      await onTheirWay
      await frame()
      expect(shown()).toBe('')
      await stream.send('new')
      await frame()
      expect(shown()).toBe('new')
      expect(seen).toEqual(['new'])
      expect(stream.requests).toMatchObject([{ isOpen: false }, { isOpen: true, lastEventId: '' }])
    })

    test('back and forth in one go leaves one connection', async () => {
      const { stream, init, update } = open()
      await settle()
      void update(`${url}?2`, init)
      void update(`${url}?3`, init)
      await settle()
      expect(stream.requests.map(({ url, isOpen }) => [url.slice(-1), isOpen])).toEqual([
        ['s', false],
        ['3', true],
      ])
    })

    test('ends with the component, which is not updated after that', async () => {
      const onEvent = vi.fn()
      const { stream, commits, unmount } = open({ onEvent })
      await stream.send('a')
      const connection = await stream.connection(1)
      const onTheirWay = connection.sendBytes('data: late\n\n'.repeat(5), { chunks: 5 })
      const before = commits()
      const calls = onEvent.mock.calls.length
      unmount()
      await onTheirWay
      await frame()
      expect(stream.requests).toMatchObject([{ isOpen: false }])
      expect(onEvent).toHaveBeenCalledTimes(calls)
      expect(commits()).toBe(before)
      expect(vi.getTimerCount()).toBe(0)
    })

    test('of a component that goes at once sends nothing', async () => {
      const { stream, unmount } = open()
      unmount()
      await settle()
      expect(stream.requests).toHaveLength(0)
    })

    test('ends while it waits to reconnect', async () => {
      const { stream, unmount } = open()
      await stream.send('a')
      stream.drop()
      await settle()
      unmount()
      await vi.advanceTimersByTimeAsync(60_000)
      expect(stream.requests).toHaveLength(1)
    })

    test('has no request too many in 200 cycles, and nothing is left of them', async () => {
      async function cycles(): Promise<void> {
        for (let cycle = 1; cycle <= 200; cycle++) {
          const { stream, unmount, text: shown } = open()
          await stream.send(`answer ${cycle}`)
          await frame()
          expect(shown()).toBe(`answer ${cycle}`)
          unmount()
          await settle()
          expect(stream.requests).toMatchObject([{ isOpen: false }])
        }
        expect(vi.getTimerCount()).toBe(0)
      }
      await cycles()
      const bytes = retainedBytes()
      await cycles()
      // One component that stays, with its stream, is some 40 KiB.
      expect(retainedBytes() - bytes).toBeLessThan(512 * 1024)
    })
  })
}
