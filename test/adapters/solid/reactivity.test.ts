import { createEffect, createRoot, createSignal, ErrorBoundary } from 'solid-js'
import { createComponent, render } from 'solid-js/web'
import { expect, onTestFinished, test, vi } from 'vitest'
import { useEventSource } from '../../../src/solid.ts'
import { createTestStream } from '../../../src/testing.ts'
import { frame, settle, useFrames } from '../framework.ts'

useFrames()

const url = 'https://example.com/rooms'

test('signals in URL and options make another subscription, of which no one sees anything old', async () => {
  const stream = createTestStream()
  const [room, setRoom] = createSignal<string | null>(null)
  const [key, setKey] = createSignal(1)
  const headers = vi.fn(() => ({}))
  const seen: string[] = []
  const { source, dispose } = createRoot((dispose) => {
    const source = useEventSource(
      () => room() && `${url}/${room()}`,
      () => ({ fetch: stream.fetch, key: key(), headers }),
    )
    createEffect(() => seen.push(`${room()} ${source.data()}`))
    return { source, dispose }
  })
  await settle()
  expect([source.status(), stream.requests.length]).toEqual(['idle', 0])
  setRoom('a')
  expect(source.status()).toBe('connecting')
  await stream.send('in a')
  await frame()
  setRoom('b')
  setKey(2)
  expect(source.data()).toBeUndefined()
  await settle()
  await stream.send('in b')
  await frame()
  expect(seen).toEqual(['null undefined', 'a undefined', 'a in a', 'b undefined', 'b in b'])
  expect(headers).toHaveBeenCalledTimes(2)
  expect(stream.requests).toMatchObject([
    { url: `${url}/a`, isOpen: false },
    { url: `${url}/b`, isOpen: true },
  ])
  dispose()
  await settle()
  expect(stream.requests[1]).toMatchObject({ isOpen: false })
})

test('what has not changed runs nothing again', async () => {
  const stream = createTestStream()
  const statuses: string[] = []
  const dispose = createRoot((dispose) => {
    const { status } = useEventSource(url, { fetch: stream.fetch })
    createEffect(() => statuses.push(status()))
    return dispose
  })
  for (let event = 0; event < 5; event++) {
    await stream.send(`${event}`)
    await frame()
  }
  expect(statuses).toEqual(['connecting', 'open'])
  dispose()
})

test('close() before the component is mounted connects nothing, until reconnect()', async () => {
  const stream = createTestStream()
  const { source, dispose } = createRoot((dispose) => {
    const source = useEventSource(url, { fetch: stream.fetch })
    source.close()
    return { source, dispose }
  })
  await settle()
  expect([stream.requests.length, source.status()]).toEqual([0, 'idle'])
  source.reconnect()
  await stream.send('a')
  await frame()
  expect(source.data()).toBe('a')
  dispose()
})

test('an invalid option goes to the error boundary', () => {
  const page = document.createElement('div')
  const Wrong = () => {
    useEventSource(url, { idleTimeout: -1 })
    return null
  }
  onTestFinished(
    render(
      () =>
        createComponent(ErrorBoundary, {
          fallback: (error: Error) => error.message,
          get children() {
            return createComponent(Wrong, {})
          },
        }),
      page,
    ),
  )
  expect(page.textContent).toContain('idleTimeout: expected')
})
