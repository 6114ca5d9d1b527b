import {
  defineComponent,
  effectScope,
  h,
  isReadonly,
  isRef,
  KeepAlive,
  nextTick,
  onMounted,
  reactive,
  ref,
  watch,
} from 'vue'
import { expect, test, vi } from 'vitest'
import { useEventSource } from '../../../src/vue.ts'
import { createTestStream } from '../../../src/testing.ts'
import { frame, settle, useFrames } from '../framework.ts'
import { render } from './framework.ts'

useFrames()

const url = 'https://example.com/rooms'

test.for(['ref', 'getter'])('a URL is taken from a %s', async (kind) => {
  const stream = createTestStream()
  const room = ref<string | null>(null)
  let source!: ReturnType<typeof useEventSource>
  render(
    defineComponent(() => {
      source = useEventSource(kind === 'ref' ? room : () => room.value, { fetch: stream.fetch })
      return () => h('p', `${source.data.value}`)
    }),
  )
  await settle()
  expect(source.readyState.value).toBe(2)
  room.value = `${url}/a`
  expect(source.readyState.value).toBe(0)
  await stream.send('in a')
  await frame()
  expect(source.data.value).toBe('in a')
  room.value = `${url}/b`
  expect(source.data.value).toBeUndefined()
  await settle()
  await stream.send('in b')
  await frame()
  expect(source.data.value).toBe('in b')
  room.value = null
  expect(source.readyState.value).toBe(2)
  await settle()
  expect(stream.requests).toMatchObject([
    { url: `${url}/a`, isOpen: false },
    { url: `${url}/b`, isOpen: false },
  ])
})

test('a reactive init makes another subscription with another key or method, and not with anything else', async () => {
  const stream = createTestStream()
  const init = reactive({ fetch: stream.fetch, key: 1, method: 'GET', events: ['message'] })
  const scope = effectScope()
  const source = scope.run(() => useEventSource(url, init))!
  await stream.send('a')
  init.events = ['message', 'other']
  await stream.send({ type: 'other', data: 'b' })
  await frame()
  expect(source.event.value).toMatchObject({ type: 'other' })
  expect(stream.requests).toHaveLength(1)
  init.key = 2
  init.method = 'POST'
  await settle()
  expect(stream.requests).toMatchObject([{ isOpen: false }, { isOpen: true, method: 'POST' }])
  scope.stop()
  await settle()
  expect(stream.requests[1]).toMatchObject({ isOpen: false })
})

test('a URL that is changed when the scope is gone connects nothing', async () => {
  const stream = createTestStream()
  const room = ref(url)
  const scope = effectScope()
  scope.run(() => useEventSource(room, { fetch: stream.fetch }))
  await settle()
  scope.stop()
  room.value = `${url}/b`
  await settle()
  expect(stream.requests).toMatchObject([{ isOpen: false }])
})

test('the result is refs that no one can set', () => {
  const source = effectScope().run(() => useEventSource(null))!
  const { close, reconnect, ...refs } = source
  for (const one of Object.values(refs)) expect([isRef(one), isReadonly(one)]).toEqual([true, true])
  expect([typeof close, typeof reconnect]).toEqual(['function', 'function'])
})

test('close() in setup connects nothing, until reconnect()', async () => {
  const stream = createTestStream()
  let source!: ReturnType<typeof useEventSource>
  render(
    defineComponent(() => {
      source = useEventSource(url, { fetch: stream.fetch })
      source.close()
      return () => h('p', source.readyState.value)
    }),
  )
  await settle()
  expect(stream.requests).toHaveLength(0)
  expect(source.readyState.value).toBe(2)
  source.reconnect()
  await stream.send('a')
  await frame()
  expect(source).toMatchObject({ data: { value: 'a' }, readyState: { value: 1 } })
})

test('a component that is kept alive stays connected', async () => {
  const stream = createTestStream()
  const isShown = ref(true)
  const Feed = defineComponent(() => {
    const { data } = useEventSource(url, { fetch: stream.fetch })
    return () => h('p', data.value)
  })
  const { container } = render(() => h(KeepAlive, () => (isShown.value ? h(Feed) : null)))
  await stream.send('a')
  isShown.value = false
  await nextTick()
  await stream.send('b')
  await frame()
  isShown.value = true
  await nextTick()
  expect(container.textContent).toBe('b')
  expect(stream.requests).toHaveLength(1)
})

test('an invalid option goes to the error handler', () => {
  vi.mocked(console.warn).mockImplementation(() => {})
  const onError = vi.fn()
  const Wrong = defineComponent(() => {
    useEventSource(url, { idleTimeout: -1 })
    return () => null
  })
  render(Wrong, (app) => (app.config.errorHandler = onError))
  expect(onError.mock.calls[0]![0]).toMatchObject({
    message: expect.stringContaining('idleTimeout: expected a number of at least 1'),
  })
  vi.mocked(console.warn).mockClear()
})

test('a hook that is called in onMounted connects, and closes with the component', async () => {
  const stream = createTestStream()
  let source!: ReturnType<typeof useEventSource>
  const { unmount } = render(
    defineComponent(() => {
      onMounted(() => (source = useEventSource(url, { fetch: stream.fetch })))
      return () => h('p')
    }),
  )
  await stream.send('a')
  await frame()
  expect(source.data.value).toBe('a')
  unmount()
  await settle()
  expect(stream.requests).toMatchObject([{ isOpen: false }])
})

test.for(['in a component', 'in a scope'])(
  'two refs that change in one turn make one request, %s',
  async (where) => {
    const stream = createTestStream()
    const room = ref('a')
    const key = ref(1)
    const headers = vi.fn(() => ({}))
    const init = () => ({ key: key.value, fetch: stream.fetch, headers })
    const use = () => useEventSource(() => `${url}/${room.value}`, init)
    if (where === 'in a scope') effectScope().run(use)
    else render(defineComponent(() => (use(), () => h('p'))))
    await settle()
    room.value = 'b'
    key.value = 2
    await settle()
    expect(headers).toHaveBeenCalledTimes(2)
    expect(stream.requests).toMatchObject([
      { url: `${url}/a`, isOpen: false },
      { url: `${url}/b`, isOpen: true },
    ])
  },
)

test('a ref that follows another one through a watcher is of the same turn', async () => {
  const stream = createTestStream()
  const user = ref('a')
  const room = ref('room of a')
  render(
    defineComponent(() => {
      useEventSource(() => `${url}/${user.value}/${room.value}`, { fetch: stream.fetch })
      watch(user, (name) => void (room.value = `room of ${name}`))
      return () => h('p')
    }),
  )
  await settle()
  user.value = 'b'
  await settle()
  expect(stream.requests).toMatchObject([
    { url: `${url}/a/room%20of%20a`, isOpen: false },
    { url: `${url}/b/room%20of%20b`, isOpen: true },
  ])
})
