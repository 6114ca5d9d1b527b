import {
  defineComponent,
  effectScope,
  h,
  nextTick,
  onBeforeMount,
  onBeforeUpdate,
  onMounted,
  onUpdated,
  ref,
} from 'vue'
import { expect, test } from 'vitest'
import { useEventSource } from '../../../src/vue.ts'
import { createTestStream } from '../../../src/testing.ts'
import { frame, settle, useFrames } from '../framework.ts'
import { render } from './framework.ts'

useFrames()

/** Where a component may call the hook, besides `setup` itself; and whether that is when it updates. */
const places = [
  { name: 'onBeforeMount', place: onBeforeMount, onUpdate: false },
  { name: 'onMounted', place: onMounted, onUpdate: false },
  { name: 'onBeforeUpdate', place: onBeforeUpdate, onUpdate: true },
  { name: 'onUpdated', place: onUpdated, onUpdate: true },
]

test.for(places)(
  'called in $name, it connects once, and closes with the component',
  async ({ place, onUpdate }) => {
    const stream = createTestStream()
    const count = ref(0)
    let source: ReturnType<typeof useEventSource> | undefined
    const { unmount } = render(
      defineComponent(() => {
        place(() => {
          source ??= useEventSource('https://example.com/events', { fetch: stream.fetch })
        })
        return () => h('p', count.value)
      }),
    )
    if (onUpdate) count.value++
    await nextTick()
    await stream.send('a')
    await frame()
    expect(source).toMatchObject({ data: { value: 'a' }, status: { value: 'open' } })
    unmount()
    await settle()
    expect(stream.requests).toMatchObject([{ isOpen: false }])
  },
)

test('called in a scope that is stopped before the component is mounted, it sends nothing', async () => {
  const stream = createTestStream()
  render(
    defineComponent(() => {
      const scope = effectScope()
      scope.run(() => useEventSource('https://example.com/events', { fetch: stream.fetch }))
      scope.stop()
      return () => h('p')
    }),
  )
  await nextTick()
  await settle()
  expect(stream.requests).toHaveLength(0)
})

test('called outside of any scope, it connects at once', async () => {
  const stream = createTestStream()
  const source = useEventSource('https://example.com/events', { fetch: stream.fetch })
  await stream.send('a')
  await frame()
  expect(source.data.value).toBe('a')
  source.close()
  await settle()
  expect(stream.requests).toMatchObject([{ isOpen: false }])
})
