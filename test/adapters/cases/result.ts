import { describe, expect, test, vi } from 'vitest'
import { createTestStream } from '../../../src/testing.ts'
import { type Framework, frame, type Init, settle } from '../framework.ts'

/** What the hook returns, in every state of a connection. */
export function resultTests({ mount }: Framework): void {
  const url = 'https://example.com/events'
  const text = { reduce: (text: string, event: { data: string }) => text + event.data, initial: '' }

  function open(init: Init = {}) {
    const stream = createTestStream()
    const component = mount(url, { fetch: stream.fetch, ...init })
    return { stream, ...component }
  }

  describe('the result', () => {
    test('is empty while it connects, and then what came last', async () => {
      const { stream, result } = open()
      expect(result()).toMatchObject({
        event: undefined,
        data: undefined,
        error: undefined,
        readyState: 0,
        lastEventId: '',
      })
      stream.respond()
      await frame()
      expect(result()).toMatchObject({ event: undefined, readyState: 1 })
      await stream.send({ type: 'price', data: 'a', lastEventId: '7' })
      await frame()
      expect(result()).toMatchObject({
        event: { type: 'price', data: 'a', lastEventId: '7', origin: 'https://example.com' },
        data: 'a',
        lastEventId: '7',
      })
    })

    test('is that of no connection where the URL is null', async () => {
      const stream = createTestStream()
      const { result, update } = mount(null, { fetch: stream.fetch, ...text } as Init)
      await settle()
      expect(result()).toMatchObject({ readyState: 2, data: '' })
      result().reconnect()
      await settle()
      expect(stream.requests).toHaveLength(0)
      await update(url, { fetch: stream.fetch, ...text } as Init)
      await stream.send('a')
      await frame()
      expect(result()).toMatchObject({ readyState: 1, data: 'a' })
      await update(null, { fetch: stream.fetch, ...text } as Init)
      await settle()
      expect(result()).toMatchObject({ readyState: 2, data: '' })
      expect(stream.requests).toMatchObject([{ isOpen: false }])
    })

    test('has what reduce makes of all events', async () => {
      const { stream, text: shown } = open(text as Init)
      expect(shown()).toBe('')
      await stream.sendBytes('data: a\n\ndata: b\n\nevent: other\ndata: c\n\n')
      await frame()
      expect(shown()).toBe('abc')
    })

    test('has only the types asked for', async () => {
      const onEvent = vi.fn()
      const { stream, text: shown } = open({ ...text, events: ['a', 'message'], onEvent } as Init)
      await stream.sendBytes(
        'event: a\ndata: 1\n\nevent: b\ndata: 2\n\ndata: 3\n\nevent: __proto__\ndata: 4\n\n',
      )
      await frame()
      expect(shown()).toBe('13')
      expect(onEvent.mock.calls.map(([{ type }]) => type)).toEqual(['a', 'message'])
    })

    test('has every event as it comes, in onEvent, before there is a frame', async () => {
      const seen: unknown[] = []
      const { stream, commits } = open({ onEvent: (event) => seen.push(event.data) })
      await stream.sendBytes('data: a\n\ndata: b\n\n')
      expect(seen).toEqual(['a', 'b'])
      expect(commits()).toBe(1)
      await stream.send('c')
      expect(seen).toEqual(['a', 'b', 'c'])
    })

    test('has values, and an error for what is none; the stream goes on', async () => {
      const parse = (data: string): unknown => JSON.parse(data)
      const { stream, result } = open({ parse })
      await stream.send({ data: { bid: 1 } })
      await frame()
      expect(result()).toMatchObject({ data: { bid: 1 }, error: undefined })
      await stream.send('{')
      await stream.send({ data: { bid: 2 } })
      await frame()
      expect(result()).toMatchObject({
        data: { bid: 2 },
        event: { data: { bid: 2 } },
        error: { code: 'invalid-data', data: '{' },
        readyState: 1,
      })
    })

    test('has the value that parse made, whatever it is', async () => {
      const { stream, result } = open({ parse: () => null })
      await stream.send('a')
      await frame()
      expect(result()).toMatchObject({ data: null, event: { data: null } })
    })

    test('has an error while the connection is lost, and none when it is back', async () => {
      const { stream, result } = open(text as Init)
      await stream.send({ data: 'a', lastEventId: '1' })
      stream.drop()
      await frame()
      expect(result()).toMatchObject({ readyState: 0, error: { code: 'network' }, data: 'a' })
      await vi.advanceTimersByTimeAsync(3000)
      expect(stream.requests[1]).toMatchObject({ lastEventId: '1' })
      await stream.send({ data: 'b' })
      await frame()
      expect(result()).toMatchObject({ readyState: 1, error: undefined, data: 'ab' })
    })

    test('has an error when the connection has failed, without waiting for a frame', async () => {
      const { stream, result } = open()
      stream.respond(404)
      await settle()
      expect(result()).toMatchObject({ readyState: 2, error: { code: 'http-status', status: 404 } })
    })

    test.for([
      { how: 'a POST that has ended', method: 'POST', end: 'end' },
      { how: 'a GET that was answered with 204', method: 'GET', end: 'no-content' },
    ])('is closed without an error after $how', async ({ method, end }) => {
      const { stream, result } = open({ method })
      await stream.send('a')
      stream.end()
      if (end === 'no-content') {
        stream.respond(204)
        await vi.advanceTimersByTimeAsync(3000)
      }
      await settle()
      expect(result()).toMatchObject({ readyState: 2, error: undefined, data: 'a' })
    })

    test('is closed by close(), with all that came; and there is nothing more', async () => {
      const onEvent = vi.fn()
      const { stream, result, text: shown } = open({ ...text, onEvent } as Init)
      await stream.send('a')
      result().close()
      await settle()
      expect(result()).toMatchObject({ readyState: 2, error: undefined })
      expect(shown()).toBe('a')
      expect(stream.requests).toMatchObject([{ isOpen: false }])
      await vi.advanceTimersByTimeAsync(60_000)
      expect(stream.requests).toHaveLength(1)
    })

    test('stops at once when onEvent closes', async () => {
      const seen: unknown[] = []
      const {
        stream,
        result,
        text: shown,
      } = open({
        ...text,
        onEvent: (event) => {
          seen.push(event.data)
          result().close()
        },
      } as Init)
      await stream.sendBytes('data: a\n\ndata: b\n\n')
      await settle()
      expect(seen).toEqual(['a'])
      expect(shown()).toBe('a')
    })

    test('comes back by reconnect(): in mid-stream, and when it was closed', async () => {
      const { stream, result } = open(text as Init)
      await stream.send({ data: 'a', lastEventId: '1' })
      result().reconnect()
      await stream.send({ data: 'b', lastEventId: '2' })
      result().close()
      await settle()
      result().reconnect()
      await settle()
      expect(result()).toMatchObject({ readyState: 0, data: 'ab', lastEventId: '2' })
      await stream.send('c')
      await frame()
      expect(result()).toMatchObject({ readyState: 1, data: 'abc' })
      expect(stream.requests.map(({ lastEventId }) => lastEventId)).toEqual(['', '1', '2'])
    })

    test('resumes by reconnect() what began with an ID of the caller', async () => {
      const { stream, result, update } = open({ ...text, lastEventId: '1' } as Init)
      await stream.send({ data: 'a', lastEventId: '2' })
      await frame()
      // As of a caller who keeps the last event ID.
      await update(url, { fetch: stream.fetch, ...text, lastEventId: result().lastEventId } as Init)
      result().reconnect()
      await stream.send({ data: 'b', lastEventId: '3' })
      await frame()
      expect(result()).toMatchObject({ data: 'ab', lastEventId: '3' })
      expect(stream.requests.map(({ lastEventId }) => lastEventId)).toEqual(['1', '2'])
    })

    test('begins anew by reconnect() where there is nothing to resume from', async () => {
      const { stream, result } = open({ ...text, method: 'POST' } as Init)
      await stream.send('a')
      stream.end()
      await settle()
      result().reconnect()
      await stream.send('b')
      await frame()
      expect(result()).toMatchObject({ data: 'b' })
    })
  })
}
