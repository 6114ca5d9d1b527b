import { createApp, defineComponent, h, nextTick, onUpdated, shallowRef } from 'vue'
import { useEventSource } from '../../../src/vue.ts'
import { type Framework, Screen, text } from './component.ts'

export const vue: Framework = {
  name: 'Vue',

  mount(url, init) {
    const screen = new Screen()
    const given = shallowRef(url)
    let commits = 1
    const app = createApp(
      defineComponent(() => {
        const { data, readyState } = useEventSource(given, () => ({
          ...init,
          ...text,
          parse: undefined,
        }))
        onUpdated(() => void commits++)
        return () => h('p', `${readyState.value}:${data.value}`)
      }),
    )
    app.mount(screen.container)
    return {
      screen,
      commits: () => commits,
      async update(url) {
        given.value = url
        await nextTick()
      },
      unmount() {
        app.unmount()
        screen.remove()
      },
    }
  },
}
