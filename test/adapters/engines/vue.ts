import { createApp, defineComponent, h, nextTick, onUpdated, reactive, shallowRef } from 'vue'
import { useEventSource } from '../../../src/vue.ts'
import { type Framework, Screen, shown, text } from './component.ts'

export const vue: Framework = {
  name: 'Vue',

  mount(url, init) {
    const screen = new Screen()
    const given = shallowRef({ url, init })
    let commits = 1
    const app = createApp(
      defineComponent(() => {
        const source = reactive(
          useEventSource(
            () => given.value.url,
            () => ({ ...given.value.init, ...text, parse: undefined }),
          ),
        )
        onUpdated(() => void commits++)
        return () => h('p', shown(source))
      }),
    )
    app.mount(screen.container)
    return {
      screen,
      commits: () => commits,
      async update(url, next = init) {
        given.value = { url, init: next }
        await nextTick()
      },
      unmount() {
        app.unmount()
        screen.remove()
      },
    }
  },
}
