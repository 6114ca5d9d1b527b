import { flushSync } from 'react-dom'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { expect, onTestFinished, test, vi } from 'vitest'
import { useEventSource } from '../../../src/react.ts'
import { createTestStream } from '../../../src/testing.ts'
import { frame, settle, useFrames } from '../framework.ts'
import { openPage } from './framework.tsx'

useFrames()

test.for([
  { url: '/feed', state: 0 },
  { url: null, state: 2 },
])(
  'a server that renders $url connects nothing, and the page takes over',
  async ({ url, state }) => {
    const stream = createTestStream()
    const headers = vi.fn(() => ({}))
    function Feed() {
      const { data, readyState } = useEventSource(url, {
        fetch: stream.fetch,
        headers,
        reduce: (list: string[], event) => [...list, event.data],
        initial: [],
      })
      return <p title={String(readyState)}>{data.join()}</p>
    }

    const html = renderToString(<Feed />)
    expect(html).toBe(`<p title="${state}"></p>`)
    await settle()
    expect(stream.requests).toHaveLength(0)
    expect(headers).not.toHaveBeenCalled()
    expect(vi.getTimerCount()).toBe(0)

    const container = openPage(html)
    const server = container.firstChild
    const onRecoverableError = vi.fn()
    const root = flushSync(() => hydrateRoot(container, <Feed />, { onRecoverableError }))
    onTestFinished(() => root.unmount())
    await vi.waitFor(() => expect(stream.requests).toHaveLength(url ? 1 : 0))
    if (url) await stream.send('a')
    await frame()
    expect(container.innerHTML).toBe(url ? '<p title="1">a</p>' : html)
    expect(container.firstChild).toBe(server)
    expect(onRecoverableError).not.toHaveBeenCalled()
  },
)
