import { Profiler, StrictMode, Suspense } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import type { FetchEventSourceInit } from '../../../src/index.ts'
import { useEventSource } from '../../../src/react.ts'
import { type Framework, Screen, shown, text } from './component.ts'

export const react: Framework = {
  name: 'React',

  mount(url, init) {
    const screen = new Screen()
    const root = createRoot(screen.container)
    let commits = 0
    function Feed({ url, init }: { url: string; init: FetchEventSourceInit }) {
      return shown(useEventSource(url, { ...init, ...text, parse: undefined }))
    }
    let given = { url, init }
    const render = (siblingWaits = false) =>
      flushSync(() =>
        root.render(
          <StrictMode>
            <Suspense>
              <Profiler id="feed" onRender={() => commits++}>
                <Feed {...given} />
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
      update(url, next = init) {
        given = { url, init: next }
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
