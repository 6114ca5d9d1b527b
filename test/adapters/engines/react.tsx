import { Profiler, StrictMode, Suspense } from 'react'
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
    let shown = url
    const render = (siblingWaits = false) =>
      flushSync(() =>
        root.render(
          <StrictMode>
            <Suspense>
              <Profiler id="feed" onRender={() => commits++}>
                <Feed url={shown} />
              </Profiler>
              <Sibling waits={siblingWaits} />
            </Suspense>
          </StrictMode>,
        ),
      )
    render()
    return {
      screen,
      commits: () => commits,
      update(url) {
        shown = url
        render()
      },
      resubscribe() {
        render(true)
        render()
      },
      unmount() {
        root.unmount()
        screen.remove()
      },
    }
  },
}

const never = new Promise<never>(() => {})

/** While it waits, what is beside it is hidden; StrictMode does effects twice when that is shown again. */
function Sibling({ waits }: { waits: boolean }) {
  if (waits) throw never
  return null
}
