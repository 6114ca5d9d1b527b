import {
  type App,
  type Component,
  createApp,
  defineComponent,
  h,
  nextTick,
  onUpdated,
  shallowRef,
  version,
} from 'vue'
import { vi } from 'vitest'
import { useEventSource } from '../../../src/vue.ts'
import { type Framework, type Result, unmountsOnce } from '../framework.ts'

// For three seconds Vue keeps all that was mounted, for its devtools to come.
vi.useFakeTimers()
createApp({})
vi.advanceTimersByTime(3000)
vi.useRealTimers()

/** Renders a component into a page of its own. */
export function render(component: Component, configure?: (app: App) => void) {
  const container = document.createElement('div')
  document.body.append(container)
  const app = createApp(component)
  configure?.(app)
  app.mount(container)
  const unmount = unmountsOnce(() => {
    app.unmount()
    container.remove()
  })
  return { container, unmount }
}

export const vue: Framework = {
  name: `Vue ${version}`,

  mount(url, init) {
    const given = shallowRef({ url, init })
    let commits = 1
    let source!: ReturnType<typeof useEventSource>
    const { container, unmount } = render(
      defineComponent(() => {
        source = useEventSource(
          () => given.value.url,
          () => ({ ...given.value.init }),
        )
        onUpdated(() => void commits++)
        return () => h('output', String(source.data.value))
      }),
    )
    return {
      result: (): Result => ({
        status: source.status.value,
        event: source.event.value,
        data: source.data.value,
        error: source.error.value,
        readyState: source.readyState.value,
        lastEventId: source.lastEventId.value,
        close: source.close,
        reconnect: source.reconnect,
      }),
      text: () => container.textContent ?? '',
      commits: () => commits,
      async update(url, init) {
        given.value = { url, init }
        await nextTick()
      },
      unmount,
    }
  },
}
