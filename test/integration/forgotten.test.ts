import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { FetchEventSource, fetchEvents, readEvents } from '../../src/index.ts'
import { eventStream, listen } from '../setup/listen.ts'
import { retainedBytes } from '../setup/memory.ts'

/** Whether what is made, and dropped, is gone when the turn is over. */
async function isCollected(make: () => object): Promise<boolean> {
  const reference = new WeakRef(make())
  // A WeakRef keeps its object until the turn is over.
  await new Promise((resolve) => void setImmediate(resolve))
  retainedBytes()
  return reference.deref() === undefined
}

test('a loop that is never run holds nothing, and sends nothing', async () => {
  let requests = 0
  const origin = await listen((_, response) => {
    requests++
    response.end()
  })
  const { signal } = new AbortController()
  const headers = () => {
    requests++
    return {}
  }
  expect(await isCollected(() => fetchEvents(origin, { signal, headers, idleTimeout: 10 }))).toBe(
    true,
  )
  expect(getEventListeners(signal, 'abort')).toEqual([])
  expect(requests).toBe(0)
})

test('a reader that is never run holds nothing, and leaves its source alone', async () => {
  const { signal } = new AbortController()
  const body = new ReadableStream<string>()
  expect(await isCollected(() => readEvents(body, { signal }))).toBe(true)
  expect(getEventListeners(signal, 'abort')).toEqual([])
  expect(body.locked).toBe(false)
})

test('what was closed is let go, though its signal and its options live on', async () => {
  const origin = await listen((_, response) => response.writeHead(200, eventStream).write(':\n'))
  const controller = new AbortController()
  const { signal } = controller
  const init = { signal, onComment() {}, trace() {} }

  const open = (): Promise<WeakRef<object>> =>
    new Promise((resolve) => {
      const source = new FetchEventSource(origin, init)
      source.onopen = () => {
        source.close()
        resolve(new WeakRef(source))
      }
    })
  const reference = await open()
  await expect.poll(() => (retainedBytes(), reference.deref() === undefined)).toBe(true)
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('a source that is open is not let go while the server may send', async () => {
  const { promise: told, resolve: tell } = Promise.withResolvers<string>()
  const { promise: opened, resolve: open } = Promise.withResolvers<(text: string) => void>()
  const origin = await listen((_, response) => {
    response.writeHead(200, eventStream).flushHeaders()
    open((text) => void response.write(text))
  })
  const listenAndForget = () => {
    const source = new FetchEventSource(origin)
    source.onmessage = ({ data }) => {
      source.close()
      tell(data)
    }
    return source
  }
  const reference = new WeakRef(listenAndForget())
  const send = await opened
  retainedBytes()
  expect(reference.deref()).toBeDefined()
  send('data: still here\n\n')
  expect(await told).toBe('still here')
})
