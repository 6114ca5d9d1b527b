import { describe, expect, test, vi } from 'vitest'
import { createTestStream } from '../../../src/testing.ts'
import { type Framework, frame, type Init, settle } from '../framework.ts'

/** What a component tells its user of the connection. */
export function statusTests({ mount }: Framework): void {
  const url = 'https://example.com/events'

  function open(init: Init = {}) {
    const stream = createTestStream()
    const component = mount(url, { fetch: stream.fetch, ...init })
    return { stream, ...component }
  }

  describe('the status', () => {
    test('is reconnecting while a connection is lost, and not the first time', async () => {
      const { stream, result } = open()
      expect(result().status).toBe('connecting')
      await stream.send('a')
      await frame()
      expect(result().status).toBe('open')
      stream.drop()
      await frame()
      expect(result()).toMatchObject({ status: 'reconnecting', data: 'a' })
      await vi.advanceTimersByTimeAsync(3000)
      expect(result().status).toBe('reconnecting')
      stream.respond()
      await frame()
      expect(result()).toMatchObject({ status: 'open', data: 'a', error: undefined })
      result().reconnect()
      await settle()
      expect(result()).toMatchObject({ status: 'reconnecting', readyState: 0 })
    })

    test('is reconnecting also where the first connection could not be made', async () => {
      const { stream, result } = open({ reconnect: { statuses: 'transient' } })
      stream.respond(503)
      await frame()
      expect(result()).toMatchObject({ status: 'reconnecting', error: { status: 503 } })
    })

    test('is failed with an error that is final, until reconnect()', async () => {
      const { stream, result } = open()
      stream.respond(404)
      await settle()
      expect(result()).toMatchObject({ status: 'failed', error: { status: 404 } })
      result().close()
      await settle()
      expect(result().status).toBe('failed')
      result().reconnect()
      await settle()
      expect(result()).toMatchObject({ status: 'connecting', error: undefined })
    })

    test('is ended after what is complete, and idle after close() or an abort', async () => {
      const answer = open({ method: 'POST' })
      await answer.stream.send('a')
      answer.stream.end()
      await settle()
      expect(answer.result()).toMatchObject({ status: 'ended', data: 'a' })
      const empty = open()
      empty.stream.respond(204)
      await settle()
      expect(empty.result()).toMatchObject({ status: 'ended', error: undefined })
      const closed = open()
      await closed.stream.send('a')
      closed.result().close()
      await settle()
      expect(closed.result()).toMatchObject({ status: 'idle', data: 'a' })
      const controller = new AbortController()
      const aborted = open({ signal: controller.signal })
      await aborted.stream.send('a')
      controller.abort()
      await settle()
      expect(aborted.result()).toMatchObject({ status: 'idle', error: undefined })
    })

    test.for([
      { what: 'null', none: null },
      { what: 'undefined', none: undefined },
      { what: 'false', none: false as const },
      { what: 'empty', none: '' },
    ])('is idle where the URL is $what', async ({ none }) => {
      const stream = createTestStream()
      const { result, update } = mount(none, { fetch: stream.fetch })
      await settle()
      expect(result()).toMatchObject({ status: 'idle', readyState: 2 })
      expect(stream.requests).toHaveLength(0)
      await update(url, { fetch: stream.fetch })
      expect(result().status).toBe('connecting')
      await stream.send('a')
      await frame()
      expect(result()).toMatchObject({ status: 'open', data: 'a' })
      await update(none, { fetch: stream.fetch })
      await settle()
      expect(result()).toMatchObject({ status: 'idle', data: undefined })
      expect(stream.requests).toMatchObject([{ isOpen: false }])
    })
  })
}
