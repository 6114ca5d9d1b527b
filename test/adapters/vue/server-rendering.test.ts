import { createSSRApp, defineComponent, h } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { expect, onTestFinished, test, vi } from 'vitest'
import { useEventSource } from '../../../src/vue.ts'
import { createTestStream } from '../../../src/testing.ts'
import { frame, settle, useFrames } from '../framework.ts'

useFrames()

test.for([
  { url: '/feed', state: 0 },
  { url: null, state: 2 },
])(
  'a server that renders $url connects nothing, and the page takes over',
  async ({ url, state }) => {
    const stream = createTestStream()
    const headers = vi.fn(() => ({}))
    const Feed = defineComponent(() => {
      const { data, readyState } = useEventSource(() => url, {
        fetch: stream.fetch,
        headers,
        reduce: (list: string[], event) => [...list, event.data],
        initial: [],
      })
      return () => h('p', { title: readyState.value }, data.value.join())
    })

    const html = await renderToString(createSSRApp(Feed))
    expect(html).toBe(`<p title="${state}"></p>`)
    await settle()
    expect(stream.requests).toHaveLength(0)
    expect(headers).not.toHaveBeenCalled()

    const container = document.createElement('div')
    container.innerHTML = html
    document.body.append(container)
    const server = container.firstChild
    const app = createSSRApp(Feed)
    app.mount(container)
    onTestFinished(() => app.unmount())
    if (url) await stream.send('a')
    await frame()
    expect(stream.requests).toHaveLength(url ? 1 : 0)
    expect(container.innerHTML).toBe(url ? '<p title="1">a</p>' : html)
    expect(container.firstChild).toBe(server)
  },
)
