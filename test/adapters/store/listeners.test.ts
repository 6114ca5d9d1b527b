import { expect, test, vi } from 'vitest'
import { FetchEventSource } from '../../../src/index.ts'
import { createEventStore, type SourceLike } from '../../../src/store.ts'
import { createTestStream } from '../../../src/testing.ts'
import { frame, settle, useFrames } from '../framework.ts'

useFrames()

const url = 'https://example.com/events'

test('listeners share a connection, which closes with the last of them', async () => {
  const stream = createTestStream()
  const store = createEventStore(url, { fetch: stream.fetch })
  await settle()
  expect(stream.requests).toHaveLength(0)
  const listener = vi.fn()
  const ends = [store.subscribe(listener), store.subscribe(listener)]
  await stream.send('a')
  await frame()
  expect(listener).toHaveBeenCalledTimes(2)
  ends[0]!()
  ends[0]!()
  await stream.send('b')
  await frame()
  expect(listener).toHaveBeenCalledTimes(3)
  expect(stream.requests).toMatchObject([{ isOpen: true }])
  ends[1]!()
  await settle()
  expect(stream.requests).toMatchObject([{ isOpen: false }])
  expect(store.getSnapshot()).toMatchObject({ status: 'idle', data: 'b' })
})

test('a listener that comes later resumes what the last one has left', async () => {
  const stream = createTestStream()
  const store = createEventStore(url, {
    fetch: stream.fetch,
    reduce: (text, event) => text + event.data,
    initial: '',
  })
  store.subscribe(() => {})()
  const end = store.subscribe(() => {})
  await stream.send({ data: 'a', lastEventId: '1' })
  end()
  await settle()
  store.subscribe(() => {})
  await stream.send('b')
  await frame()
  expect(store.getSnapshot().data).toBe('ab')
  expect(stream.requests.map(({ lastEventId }) => lastEventId)).toEqual(['', '1'])
})

test('a snapshot is the same object until something has changed', async () => {
  const stream = createTestStream()
  const store = createEventStore(url, { fetch: stream.fetch })
  const first = store.getSnapshot()
  const end = store.subscribe(() => {})
  store.update(url, { fetch: stream.fetch })
  end()
  store.subscribe(() => {})
  await settle()
  expect(store.getSnapshot()).toBe(first)
  await stream.send('a')
  await frame()
  const second = store.getSnapshot()
  expect(second).not.toBe(first)
  await stream.comment('nothing new')
  await frame()
  expect(store.getSnapshot()).toBe(second)
})

test('a listener that throws, ends itself or adds another one keeps no other from hearing', async () => {
  const reported: unknown[] = []
  vi.stubGlobal('reportError', (error: unknown) => reported.push(error))
  const stream = createTestStream()
  const store = createEventStore(url, { fetch: stream.fetch })
  const calls: string[] = []
  const end = store.subscribe(() => {
    end()
    store.subscribe(() => calls.push('added'))
    throw new Error('in a listener')
  })
  store.subscribe(() => calls.push('second'))
  await stream.send('a')
  await frame()
  expect(calls).toEqual(['second'])
  expect(reported).toMatchObject([{ message: 'in a listener' }])
  await stream.send('b')
  await frame()
  expect(calls).toEqual(['second', 'second', 'added'])
  vi.unstubAllGlobals()
})

test('why it failed is there for who comes when the last listener has gone', async () => {
  const stream = createTestStream()
  const store = createEventStore(url, { fetch: stream.fetch })
  const end = store.subscribe(() => {})
  await settle()
  stream.respond(404)
  await settle()
  end()
  await settle()
  store.subscribe(() => {})
  expect(store.getSnapshot()).toMatchObject({ status: 'failed', error: { status: 404 } })
  store.close()
  expect(store.getSnapshot()).toMatchObject({ status: 'failed', error: { status: 404 } })
  store.reconnect()
  await stream.send('a')
  await frame()
  expect(store.getSnapshot()).toMatchObject({ status: 'open', error: undefined })
})

test('Symbol.dispose closes at once, and no listener hears of it', async () => {
  const stream = createTestStream()
  const listener = vi.fn()
  {
    using store = createEventStore(url, { fetch: stream.fetch })
    store.subscribe(listener)
    await stream.send('a')
  }
  expect(stream.requests).toMatchObject([{ isOpen: false }])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(listener).not.toHaveBeenCalled()
})

test('an update with options that are not valid throws, and changes nothing', async () => {
  const stream = createTestStream()
  const store = createEventStore(url, { fetch: stream.fetch })
  store.subscribe(() => {})
  await stream.send('a')
  await frame()
  expect(() => store.update(`${url}?2`, { idleTimeout: -1 })).toThrow(/idleTimeout: expected/)
  await stream.send('b')
  await frame()
  expect(store.getSnapshot()).toMatchObject({ status: 'open', data: 'b' })
  expect(stream.requests).toHaveLength(1)
})

test('a URL that cannot be resolved throws where it is connected, or is reported', async () => {
  const reported: unknown[] = []
  vi.stubGlobal('reportError', (error: unknown) => reported.push(error))
  const store = createEventStore('https://[')
  expect(() => store.subscribe(() => {})).toThrow(/https:/)
  const other = createEventStore(null)
  other.subscribe(() => {})
  other.update('https://[')
  await settle()
  expect(reported).toMatchObject([{ name: 'SyntaxError' }])
  vi.unstubAllGlobals()
})

test('continues() tells what another URL, method or key would do, and does nothing', async () => {
  const stream = createTestStream()
  const store = createEventStore(url, { fetch: stream.fetch, key: 1 })
  store.subscribe(() => {})
  expect(store.continues(url, { key: 1, idleTimeout: 1000 })).toBe(true)
  expect(store.continues(new URL(url), { key: 1 })).toBe(true)
  expect(store.continues(`${url}?2`, { key: 1 })).toBe(false)
  expect(store.continues(url, { key: 2 })).toBe(false)
  expect(store.continues(url, { key: 1, method: 'POST' })).toBe(false)
  await settle()
  expect(stream.requests).toHaveLength(1)
})

test('the end of a source that was replaced is not taken for the end of the next', async () => {
  const ends: ((result: { reason: string }) => void)[] = []
  class Source extends FetchEventSource {
    override readonly closed: SourceLike['closed'] & FetchEventSource['closed'] = new Promise(
      (resolve) => ends.push(resolve as never),
    )
  }
  const stream = createTestStream()
  const store = createEventStore(url, { fetch: stream.fetch, source: Source })
  store.subscribe(() => {})
  await settle()
  store.update(`${url}?2`, { fetch: stream.fetch, source: Source })
  await stream.send('a')
  ends[0]!({ reason: 'ended' })
  await frame()
  expect(store.getSnapshot()).toMatchObject({ status: 'open', data: 'a' })
  ends[1]!({ reason: 'ended' })
  await settle()
  expect(store.getSnapshot()).toMatchObject({ status: 'ended', data: 'a' })
})

test('what a server calls open or error is an event like others, over any source', async () => {
  const stream = createTestStream()
  const store = createEventStore(url, {
    fetch: stream.fetch,
    source: FetchEventSource,
    reduce: (text, event) => text + event.data,
    initial: '',
  })
  store.subscribe(() => {})
  await stream.send({ type: 'open', data: 'a' })
  await stream.send({ type: 'error', data: 'b' })
  await frame()
  expect(store.getSnapshot()).toMatchObject({ status: 'open', data: 'ab', error: undefined })
})
