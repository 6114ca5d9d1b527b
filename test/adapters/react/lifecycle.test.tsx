import * as React from 'react'
import { Component, type ReactNode, StrictMode, Suspense } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { expect, onTestFinished, test, vi } from 'vitest'
import { useEventSource } from '../../../src/react.ts'
import { createTestStream, type TestStream } from '../../../src/testing.ts'
import { frame, settle, useFrames } from '../framework.ts'
import { openPage, render } from './framework.tsx'

useFrames()

const url = 'https://example.com/answer'

function Answer({ stream }: { stream: TestStream }) {
  const { data } = useEventSource(url, {
    fetch: stream.fetch,
    method: 'POST',
    reduce: (text, event) => text + event.data,
    initial: '',
  })
  return <p>{data}</p>
}

test.for(['a child that suspends', 'a component that suspends itself'])(
  'under Suspense, with %s, there is one request',
  async (who) => {
    const stream = createTestStream()
    let isReady = false
    let wake!: () => void
    const waiting = new Promise<void>((resolve) => (wake = resolve))
    function Waits({ children }: { children: ReactNode }) {
      if (!isReady) throw waiting
      return children
    }
    const { container, update } = render(
      <Suspense fallback="waiting">
        {who === 'a child that suspends' ? (
          <>
            <Answer stream={stream} />
            <Waits>.</Waits>
          </>
        ) : (
          <Waits>
            <Answer stream={stream} />
          </Waits>
        )}
      </Suspense>,
    )
    await settle()
    expect(container.textContent).toBe('waiting')
    expect(stream.requests).toHaveLength(0)
    isReady = true
    wake()
    await vi.waitFor(() => expect(container.textContent).not.toBe('waiting'))
    await stream.send('a')
    await frame()
    expect(container.textContent).toMatch(/^a\.?$/)
    expect(stream.requests).toHaveLength(1)
    update(null)
  },
)

test('a stream goes on while a sibling suspends again', async () => {
  const stream = createTestStream()
  const never = new Promise<never>(() => {})
  function Waits({ isReady }: { isReady: boolean }) {
    if (!isReady) throw never
    return null
  }
  const tree = (isReady: boolean) => (
    <Suspense fallback="waiting">
      <Answer stream={stream} />
      <Waits isReady={isReady} />
    </Suspense>
  )
  const { container, update } = render(tree(true))
  await stream.send('a')
  update(tree(false))
  await stream.send('b')
  await frame()
  update(tree(true))
  expect(container.querySelector('p')?.textContent).toBe('ab')
  expect(stream.requests).toMatchObject([{ isOpen: true }])
})

test('a render that is thrown away connects nothing', async () => {
  const stream = createTestStream()
  const container = openPage()
  const root = createRoot(container)
  onTestFinished(() => root.unmount())
  let finish!: () => void
  const waiting = new Promise<void>((resolve) => (finish = resolve))
  let isReady = false
  function Room({ name }: { name: string }) {
    const { data } = useEventSource(`${url}/${name}`, { fetch: stream.fetch })
    if (name === 'b' && !isReady) throw waiting
    return (
      <p>
        {name}:{data}
      </p>
    )
  }
  const tree = (name: string) => (
    <StrictMode>
      <Suspense>
        <Room name={name} />
      </Suspense>
    </StrictMode>
  )
  flushSync(() => root.render(tree('a')))
  await stream.send('1')
  await frame()
  React.startTransition(() => root.render(tree('b')))
  await settle()
  await stream.send('2')
  await frame()
  expect(container.textContent).toBe('a:2')
  expect(stream.requests).toHaveLength(1)
  isReady = true
  finish()
  await vi.waitFor(() => expect(container.textContent).toBe('b:'))
  await vi.waitFor(() => expect(stream.requests).toHaveLength(2))
  expect(stream.requests).toMatchObject([{ isOpen: false }, { isOpen: true, url: `${url}/b` }])
})

test('two components with the same URL have a subscription each', async () => {
  const stream = createTestStream()
  render([<Answer key="1" stream={stream} />, <Answer key="2" stream={stream} />])
  await settle()
  expect(stream.requests).toHaveLength(2)
})

if ('Activity' in React) {
  const { Activity } = React
  const tree = (stream: TestStream, isShown: boolean) => (
    <Activity mode={isShown ? 'visible' : 'hidden'}>
      <Answer stream={stream} />
    </Activity>
  )

  test('a hidden Activity is not connected, and resumes when it is shown', async () => {
    const stream = createTestStream()
    const { container, update } = render(tree(stream, true))
    await stream.send({ data: 'a', lastEventId: '1' })
    await frame()
    update(tree(stream, false))
    await settle()
    expect(stream.requests).toMatchObject([{ isOpen: false }])
    update(tree(stream, true))
    await stream.send('b')
    await frame()
    expect(container.textContent).toBe('ab')
    expect(stream.requests).toMatchObject([{ lastEventId: '' }, { lastEventId: '1' }])
  })

  test('an Activity that is hidden in the middle of a chunk gets the rest when it is shown', async () => {
    const stream = createTestStream()
    const onEvent = ({ data }: { data: string }) => {
      if (data === 'b') update(<Activities isShown={false} />)
    }
    function Feed() {
      const { data } = useEventSource(url, {
        fetch: stream.fetch,
        onEvent,
        reduce: (text, event) => text + event.data,
        initial: '',
      })
      return <p>{data}</p>
    }
    const Activities = ({ isShown }: { isShown: boolean }) => (
      <Activity mode={isShown ? 'visible' : 'hidden'}>
        <Feed />
      </Activity>
    )
    const { container, update } = render(<Activities isShown />)
    const chunk = ['a', 'b', 'c', 'd'].map((data, index) => `id: ${index + 1}\ndata: ${data}\n\n`)
    await stream.sendBytes(chunk.join(''))
    await settle()
    expect(stream.requests).toMatchObject([{ isOpen: false }])
    update(<Activities isShown />)
    await stream.sendBytes(chunk.slice(2).join(''))
    await frame()
    expect(container.textContent).toBe('abcd')
    expect(stream.requests).toMatchObject([{ lastEventId: '' }, { lastEventId: '2' }])
  })

  test('an Activity whose stream has ended sends nothing when it is shown again', async () => {
    const stream = createTestStream()
    const { container, update } = render(tree(stream, true))
    await stream.send('a')
    stream.end()
    await settle()
    update(tree(stream, false))
    await settle()
    update(tree(stream, true))
    await settle()
    expect(stream.requests).toHaveLength(1)
    expect(container.textContent).toBe('a')
  })
}

test('an invalid option goes to the error boundary', () => {
  vi.mocked(console.error).mockImplementation(() => {})
  class Boundary extends Component<{ children: ReactNode }> {
    override state = { message: '' }
    static getDerivedStateFromError = ({ message }: Error) => ({ message })
    override render() {
      return this.state.message || this.props.children
    }
  }
  function Wrong() {
    useEventSource(url, { idleTimeout: -1 })
    return null
  }
  const { container } = render(
    <Boundary>
      <Wrong />
    </Boundary>,
  )
  expect(container.textContent).toContain('idleTimeout: expected a number of at least 1')
  vi.mocked(console.error).mockClear()
})
