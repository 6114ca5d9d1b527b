import { expect, test } from 'vitest'
import { FetchEventSource, fetchEvents } from '../../src/index.ts'
import { eventStream, listen } from '../setup/listen.ts'

/** A stream of one event that goes on, and a promise that its socket is closed. */
async function serve() {
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  const origin = await listen((_, response) => {
    response.on('close', resolve)
    response.writeHead(200, eventStream).write('data: a\n\n')
  })
  return { origin, closed }
}

function firstMessage(source: FetchEventSource): Promise<unknown> {
  return new Promise((resolve) => (source.onmessage = resolve))
}

test('using closes a FetchEventSource', async () => {
  const { origin, closed } = await serve()
  let left: FetchEventSource
  {
    using source = new FetchEventSource(origin)
    await firstMessage(source)
    left = source
  }
  expect(left.readyState).toBe(2)
  expect(await left.closed).toEqual({ reason: 'closed' })
  await closed
})

test('using closes it also where the block throws', async () => {
  const { origin, closed } = await serve()
  const run = async () => {
    using source = new FetchEventSource(origin)
    await firstMessage(source)
    throw new Error('of the block')
  }
  await expect(run()).rejects.toThrow('of the block')
  await closed
})

test('await using takes it too', async () => {
  const { origin, closed } = await serve()
  {
    // oxlint-disable-next-line typescript/await-thenable -- `await using` takes what is only Disposable
    await using source = new FetchEventSource(origin)
    await firstMessage(source)
  }
  await closed
})

test('await using closes a stream of fetchEvents', async () => {
  const { origin, closed } = await serve()
  let left
  {
    await using stream = fetchEvents(origin)
    expect(await stream.next()).toMatchObject({ value: { data: 'a' } })
    left = stream
  }
  expect(left.readyState).toBe(2)
  expect(await left.next()).toEqual({ value: undefined, done: true })
  await closed
})

test('await using closes a stream that was never iterated', async () => {
  let left
  {
    await using stream = fetchEvents('http://127.0.0.1:9/')
    left = stream
  }
  expect(await left.next()).toEqual({ value: undefined, done: true })
})
