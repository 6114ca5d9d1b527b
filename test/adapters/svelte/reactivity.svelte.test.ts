import { flushSync, mount, unmount } from 'svelte'
import { expect, test, vi } from 'vitest'
import { useEventSource } from '../../../src/svelte.ts'
import { createTestStream } from '../../../src/testing.ts'
import { frame, settle, useFrames } from '../framework.ts'
import Silent from './silent.svelte'

useFrames()

const url = 'https://example.com/rooms'

/** What is read in an effect, outside of any component. */
function watch<Value>(read: () => Value): { values: Value[]; end: () => void } {
  const values: Value[] = []
  const end = $effect.root(() => {
    $effect(() => void values.push(read()))
  })
  flushSync()
  return { values, end }
}

test('in a module it is connected as long as something reads it', async () => {
  const stream = createTestStream()
  const feed = useEventSource(url, { fetch: stream.fetch })
  await settle()
  expect(feed.status).toBe('connecting')
  expect(stream.requests).toHaveLength(0)
  const first = watch(() => feed.data)
  const second = watch(() => feed.status)
  await stream.send('a')
  await frame()
  expect(first.values).toEqual([undefined, 'a'])
  expect(second.values).toEqual(['connecting', 'open'])
  expect(stream.requests).toHaveLength(1)
  first.end()
  await settle()
  expect(stream.requests).toMatchObject([{ isOpen: true }])
  second.end()
  await settle()
  expect(stream.requests).toMatchObject([{ isOpen: false }])
  expect(vi.getTimerCount()).toBe(0)
})

test('state in the getters makes another subscription, of which no one sees anything old', async () => {
  const stream = createTestStream()
  let room = $state('a')
  let key = $state(1)
  const headers = vi.fn(() => ({}))
  const feed = useEventSource(
    () => `${url}/${room}`,
    () => ({ fetch: stream.fetch, key, headers }),
  )
  const length = $derived(feed.data?.length)
  // svelte-ignore state_referenced_locally
  const { values, end } = watch(() => `${room} ${feed.data} ${length}`)
  await stream.send('in a')
  await frame()
  room = 'b'
  key = 2
  expect([feed.data, length]).toEqual([undefined, undefined])
  flushSync()
  await settle()
  await stream.send('b')
  await frame()
  expect([...new Set(values)]).toEqual([
    'a undefined undefined',
    'a in a 4',
    'b undefined undefined',
    'b b 1',
  ])
  expect(headers).toHaveBeenCalledTimes(2)
  expect(stream.requests).toMatchObject([
    { url: `${url}/a`, isOpen: false },
    { url: `${url}/b`, isOpen: true },
  ])
  end()
})

test('a component that reads nothing is connected, of the URL that it has, until it goes', async () => {
  const stream = createTestStream()
  const onEvent = vi.fn()
  let room = $state('a')
  const component = mount(Silent, {
    target: document.body,
    props: {
      get url() {
        return `${url}/${room}`
      },
      init: { fetch: stream.fetch, onEvent },
    },
  })
  flushSync()
  await stream.send('1')
  room = 'b'
  flushSync()
  await settle()
  await stream.send('2')
  expect(onEvent.mock.calls.map(([{ data }]) => data)).toEqual(['1', '2'])
  await unmount(component)
  await settle()
  expect(stream.requests).toMatchObject([{ isOpen: false }, { isOpen: false }])
})

test('close() and reconnect() can be taken out of the result, and seen in it', async () => {
  const stream = createTestStream()
  const feed = useEventSource(url, { fetch: stream.fetch })
  const { close, reconnect } = feed
  const { end } = watch(() => feed.status)
  await stream.send('a')
  close()
  await settle()
  expect(feed).toMatchObject({ status: 'idle', data: 'a' })
  reconnect()
  await stream.send('b')
  await frame()
  expect(feed).toMatchObject({ status: 'open', data: 'b' })
  end()
})

test('an invalid option is thrown where it is given', () => {
  expect(() => useEventSource(url, { idleTimeout: -1 })).toThrow(/idleTimeout: expected/)
  let idleTimeout = $state(1)
  const feed = useEventSource(url, () => ({ idleTimeout, key: idleTimeout }))
  idleTimeout = -1
  expect(() => feed.data).toThrow(/idleTimeout: expected/)
})
