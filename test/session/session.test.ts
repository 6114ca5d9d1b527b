// What a session makes of callbacks that close or hold it at odd moments, and of faces that want to know little.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readOptions } from '../../src/session/options.ts'
import { Session } from '../../src/session/session.ts'
import { FakeServer, openSource } from '../setup/fake-fetch.ts'
import { stubDocument } from '../setup/stub-globals.ts'

const url = 'https://example.com/events'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

function turn(): Promise<unknown> {
  return vi.advanceTimersByTimeAsync(0)
}

test('a face that only wants to know of the end is told nothing else', async () => {
  const server = new FakeServer()
  const parse = () => {
    throw new Error('no')
  }
  const closed = vi.fn()
  const onEvent = vi.fn()
  const reconnect = { maxAttempts: 1 }
  for (const init of [{ onEvent }, { parse }]) {
    const session = new Session(url, readOptions({ fetch: server.fetch, reconnect, ...init }), {
      closed,
    })
    session.start()
    ;(await server.next()).open('data: a\n\n')
    await turn()
    session.close()
  }
  expect(onEvent).toHaveBeenCalledOnce()
  expect(closed.mock.calls).toEqual([
    ['closed', undefined],
    ['closed', undefined],
  ])
})

test('only the parameter that is named is a last event ID', () => {
  const target = `${url}?undefined=1&from=7`
  expect(openSource({}, target).source.lastEventId).toBe('')
  expect(openSource({ lastEventIdParam: 'from' }, target).source.lastEventId).toBe('7')
  const both = { lastEventIdParam: 'from', lastEventId: '8' }
  expect(openSource(both, target).source.lastEventId).toBe('8')
})

test('while a promise of decide is pending the source connects; closed in decide, it stays closed', async () => {
  const answer = new Promise<never>(() => {})
  const decide = vi.fn(() => answer)
  const { server, source } = openSource({ reconnect: { decide } })
  ;(await server.next()).open().end()
  await vi.waitFor(() => expect(decide).toHaveBeenCalledOnce())
  await turn()
  expect(source.readyState).toBe(0)

  const closing = openSource({
    reconnect: {
      decide: () => {
        closing.source.close()
        return answer
      },
    },
  })
  ;(await closing.server.next()).open().end()
  await closing.source.closed
  await turn()
  expect(closing.source.readyState).toBe(2)
})

test('a page that is hidden while decide takes its time does not undo what it decides', async () => {
  const page = stubDocument()
  const { promise, resolve: answer } = Promise.withResolvers<boolean>()
  const decide = vi.fn(() => promise)
  const { server, source } = openSource({ pauseWhenHidden: true, reconnect: { decide } })
  ;(await server.next()).open('id: 7\n\n').end()
  await vi.waitFor(() => expect(decide).toHaveBeenCalledOnce())
  page.hide()
  answer(false)
  expect((await source.closed).reason).toBe('ended')
})

test('a hidden page drops a stream that was sent, where request can give another body', async () => {
  const page = stubDocument()
  const init = { method: 'POST', body: new ReadableStream(), pauseWhenHidden: true } as const
  const held = openSource({ ...init, request: () => ({ body: 'text' }) })
  const kept = openSource(init)
  const exchanges = [await held.server.next(), await kept.server.next()]
  for (const exchange of exchanges) exchange.open('id: 7\n\n')
  await turn()
  page.hide()
  expect(exchanges.map(({ isAborted }) => isAborted)).toEqual([true, false])
})
