import { Profiler, StrictMode } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { useEventSource } from '../../../src/react.ts'
import { type Framework, Screen, text } from './component.ts'

export const react: Framework = {
  name: 'React',

  mount(url, init) {
    const screen = new Screen()
    const root = createRoot(screen.container)
    let commits = 0
    function Feed({ url }: { url: string }) {
      const { data, readyState } = useEventSource(url, { ...init, ...text, parse: undefined })
      return `${readyState}:${data}`
    }
    const update = (url: string) =>
      flushSync(() =>
        root.render(
          <StrictMode>
            <Profiler id="feed" onRender={() => commits++}>
              <Feed url={url} />
            </Profiler>
          </StrictMode>,
        ),
      )
    update(url)
    return {
      screen,
      commits: () => commits,
      update,
      unmount() {
        root.unmount()
        screen.remove()
      },
    }
  },
}
