import { type ReactNode, Profiler, StrictMode, version } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { useEventSource } from '../../../src/react.ts'
import type { SubscriptionURL } from '../../../src/adapters/init.ts'
import { type Framework, type Init, type Result, unmountsOnce } from '../framework.ts'

/** A page of its own for something rendered. */
export function openPage(html = ''): HTMLElement {
  const container = document.createElement('div')
  container.innerHTML = html
  document.body.append(container)
  return container
}

/** Renders under StrictMode, effects included, before it returns. */
export function render(node: ReactNode, container: HTMLElement = openPage()) {
  const root = createRoot(container)
  const update = (node: ReactNode) => flushSync(() => root.render(<StrictMode>{node}</StrictMode>))
  const unmount = unmountsOnce(() => {
    flushSync(() => root.unmount())
    container.remove()
  })
  update(node)
  return { container, update, unmount }
}

export const react: Framework = {
  name: `React ${version}`,

  mount(url, init) {
    let result: Result
    let commits = 0
    function Component({ url, init }: { url: SubscriptionURL; init: Init }) {
      result = useEventSource(url, {
        ...init,
        ...(init.reconnect && { reconnect: { ...init.reconnect } }),
      })
      return <output>{String(result.data)}</output>
    }
    const element = (url: SubscriptionURL, init: Init) => (
      <Profiler id="component" onRender={() => commits++}>
        <Component url={url} init={init} />
      </Profiler>
    )
    const { container, update, unmount } = render(element(url, init))
    return {
      result: () => result,
      text: () => container.textContent,
      commits: () => commits,
      update: (url, init) => update(element(url, init)),
      unmount,
    }
  },
}
