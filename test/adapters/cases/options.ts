import { describe, expect, test, vi } from 'vitest'
import { createTestStream } from '../../../src/testing.ts'
import { type Framework, frame, type Init, settle } from '../framework.ts'

/** What the options of a source do in a hook. */
export function optionTests({ mount }: Framework): void {
  const url = 'https://example.com/events'
  const text = { reduce: (text: string, event: { data: string }) => text + event.data, initial: '' }

  function open(init: object = {}) {
    const stream = createTestStream()
    const all = { fetch: stream.fetch, ...text, ...init } as Init
    return { stream, init: all, ...mount(url, all) }
  }

  describe('the option', () => {
    test.for([
      { what: 'another one', first: { decide: () => false } },
      { what: 'one, where there was none', first: { delay: 1 } },
      { what: 'one, where there were no options', first: undefined },
    ])('reconnect.decide is that of the last render: $what', async ({ first }) => {
      const { stream, init, update } = open({ reconnect: first })
      await stream.send('a')
      const decide = vi.fn(() => 10)
      await update(url, { ...init, reconnect: { decide } })
      stream.drop()
      await settle()
      expect(decide).toHaveBeenCalledOnce()
      await vi.advanceTimersByTimeAsync(10)
      expect(stream.requests).toHaveLength(2)
    })

    test('parse is that of the last render, and in a map too', async () => {
      const parsers = (name: string) => ({ parse: { message: (data: string) => data + name } })
      const { stream, init, update, text: shown } = open(parsers('1'))
      await stream.send('a')
      await update(url, { ...init, ...parsers('2') })
      await stream.send('b')
      await frame()
      expect(shown()).toBe('a1b2')
    })

    test('onComment and onOpen are those of the last render, if it has them', async () => {
      const calls: string[] = []
      const functions = (name: string) => ({
        onOpen: ({ attempt }: { attempt: number }) => calls.push(`${name} open ${attempt}`),
        onComment: (comment: string) => calls.push(`${name} ${comment}`),
      })
      const { stream, init, update } = open()
      await update(url, { ...init, ...functions('1') })
      await stream.comment('a')
      await update(url, { ...init, ...functions('2') })
      await stream.comment('b')
      await update(url, init)
      await stream.comment('c')
      expect(calls).toEqual(['1 open 1', '1 a', '2 b'])
    })

    test('onInvalid gets what parse refuses, and then it is no error', async () => {
      const parse = (data: string): unknown => JSON.parse(data)
      const first = vi.fn()
      const onInvalid = vi.fn()
      const { stream, init, update, result } = open({ parse, onInvalid: first })
      await stream.send('1')
      await update(url, { ...init, onInvalid })
      await stream.send('{')
      await stream.send('2')
      await frame()
      expect(first).not.toHaveBeenCalled()
      expect(onInvalid.mock.calls).toMatchObject([[{ code: 'invalid-data', data: '{' }]])
      expect(result()).toMatchObject({ data: '12', error: undefined })
      await update(url, { ...init, onInvalid: undefined })
      await stream.send('{')
      await frame()
      expect(result().error).toMatchObject({ code: 'invalid-data' })
    })

    test.for([
      { what: 'a text', until: '[DONE]', shown: 'ab' },
      { what: 'a function', until: ({ data }: { data: string }) => data === 'b', shown: 'ab' },
    ])('until ends it with $what', async ({ until, shown }) => {
      const { stream, result, text } = open({ until })
      const connection = await stream.connection(1)
      await connection.sendBytes('data: a\n\ndata: b\n\ndata: [DONE]\n\ndata: c\n\n')
      await settle()
      expect(text()).toBe(shown)
      expect(result()).toMatchObject({ status: 'ended', readyState: 2, error: undefined })
      await vi.advanceTimersByTimeAsync(60_000)
      expect(stream.requests).toMatchObject([{ isOpen: false }])
    })

    test('errorBody has the text of a refused response in the error', async () => {
      const response = () => new Response('{"error":"no credit"}', { status: 402 })
      const { result } = open({ fetch: () => Promise.resolve(response()), errorBody: 1000 })
      await vi.waitFor(() => expect(result().status).toBe('failed'))
      expect(result().error).toMatchObject({ status: 402, body: '{"error":"no credit"}' })
    })
  })

  describe('a connection that comes back', () => {
    test.for([
      { what: 'without IDs', init: {}, ids: ['', ''] },
      { what: 'from the ID of the caller', init: { lastEventId: '5' }, ids: ['5', '5'] },
    ])('$what begins again at initial, and not before it is open', async ({ init, ids }) => {
      const { stream, text: shown } = open(init)
      await stream.sendBytes('data: a\n\ndata: b\n\n')
      stream.drop()
      await vi.advanceTimersByTimeAsync(3000)
      await frame()
      expect(shown()).toBe('ab')
      await stream.sendBytes('data: a\n\ndata: b\n\ndata: c\n\n')
      await frame()
      expect(shown()).toBe('abc')
      expect(stream.requests.map(({ lastEventId }) => lastEventId)).toEqual(ids)
    })

    test('from a new ID goes on, however often nothing came in between', async () => {
      const { stream, text: shown, result } = open()
      await stream.send({ data: 'a', lastEventId: '1' })
      result().close()
      await settle()
      result().reconnect()
      await settle()
      stream.respond()
      await settle()
      stream.drop()
      // With the longest backoff.
      await vi.advanceTimersByTimeAsync(30_000)
      await stream.send({ data: 'b', lastEventId: '2' })
      await frame()
      expect(shown()).toBe('ab')
      expect(stream.requests.map(({ lastEventId }) => lastEventId)).toEqual(['', '1', '1'])
    })

    test('shows the last data until there is another, without reduce', async () => {
      const { stream, result } = open({ reduce: undefined, initial: undefined })
      await stream.send('a')
      stream.drop()
      await vi.advanceTimersByTimeAsync(3000)
      stream.respond()
      await frame()
      expect(result()).toMatchObject({ status: 'open', data: 'a', event: { data: 'a' } })
    })
  })
}
