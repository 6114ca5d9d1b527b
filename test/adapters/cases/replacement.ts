import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createTestStream } from '../../../src/testing.ts'
import { type Framework, frame, settle } from '../framework.ts'

/** What a component tells of a connection that is given up and replaced, as in a page that is hidden. */
export function replacementTests({ mount }: Framework): void {
  describe('with pauseWhenHidden', () => {
    const open = () => {
      const stream = createTestStream()
      const init = { fetch: stream.fetch, pauseWhenHidden: true }
      return { stream, ...mount('https://example.com/events', init) }
    }

    test('a hidden page is reconnecting, with the last data and no error, until it is shown', async () => {
      const { stream, result, text } = open()
      await stream.send({ data: 'a', lastEventId: '1' })
      await frame()
      expect(result()).toMatchObject({ status: 'open', readyState: 1 })
      setVisible(false)
      await frame()
      expect(result()).toMatchObject({ status: 'reconnecting', readyState: 0, error: undefined })
      expect(text()).toBe('a')
      expect(stream.requests).toMatchObject([{ isOpen: false }])
      setVisible(true)
      await stream.send({ data: 'b', lastEventId: '2' })
      await frame()
      expect(result()).toMatchObject({ status: 'open', data: 'b' })
      expect(stream.requests).toMatchObject([{}, { lastEventId: '1' }])
    })

    test('a page that is hidden from the start is connecting, until it is shown', async () => {
      setVisible(false)
      const { stream, result } = open()
      await frame()
      expect(result()).toMatchObject({ status: 'connecting', readyState: 0 })
      expect(stream.requests).toHaveLength(0)
      setVisible(true)
      await stream.send('a')
      await frame()
      expect(result()).toMatchObject({ status: 'open', data: 'a' })
    })

    test('a page that is hidden before the first connection is open is still connecting', async () => {
      const { stream, result } = open()
      await settle()
      expect(stream.requests).toHaveLength(1)
      setVisible(false)
      await frame()
      expect(result()).toMatchObject({ status: 'connecting', readyState: 0 })
      expect(stream.requests).toMatchObject([{ isOpen: false }])
    })
  })

  describe('what else replaces a connection is told', () => {
    test('checkOnWake, when a page that slept is shown', async () => {
      const stream = createTestStream()
      const init = { fetch: stream.fetch, checkOnWake: true }
      const { result } = mount('https://example.com/events', init)
      await stream.send({ data: 'a', lastEventId: '1' })
      await frame()
      const now = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000)
      onTestFinished(() => now.mockRestore())
      document.dispatchEvent(new Event('visibilitychange'))
      await frame()
      expect(result()).toMatchObject({ status: 'reconnecting', data: 'a', error: undefined })
    })

    test('decide that takes its time', async () => {
      const stream = createTestStream()
      const decided = Promise.withResolvers<boolean>()
      const reconnect = { decide: () => decided.promise }
      const { result } = mount('https://example.com/events', { fetch: stream.fetch, reconnect })
      await stream.send('a')
      await frame()
      stream.drop()
      await frame()
      expect(result()).toMatchObject({ status: 'reconnecting', data: 'a', error: undefined })
      decided.resolve(false)
      await settle()
      expect(result()).toMatchObject({ status: 'failed', error: { code: 'network' } })
    })
  })
}

/** Makes the page hidden, or shown. */
function setVisible(isVisible: boolean): void {
  const visibility = vi.spyOn(document, 'visibilityState', 'get')
  visibility.mockReturnValue(isVisible ? 'visible' : 'hidden')
  onTestFinished(() => visibility.mockRestore())
  document.dispatchEvent(new Event('visibilitychange'))
}
