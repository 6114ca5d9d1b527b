import type { RequestListener, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findChromium } from '../../setup/chromium.ts'
import { eventStream } from '../../setup/listen.ts'
import { root } from '../../setup/readme-snippets.ts'
import { openModule, shareBrowser } from '../page.ts'

const folder = join(root, 'examples/works-with')

/** Sends a price to each that asks, once `before` has let it. */
function prices(before: (request: Parameters<RequestListener>[0]) => number = () => 200) {
  const streams: ServerResponse[] = []
  const listener: RequestListener = (request, response) => {
    const status = before(request)
    if (status !== 200) return void response.writeHead(status).end()
    streams.push(response)
    response.writeHead(200, eventStream).write('retry: 10\nevent: price\ndata: {"bid":10.5}\n\n')
  }
  return { streams, listener }
}

describe.runIf(findChromium())('in Chromium', () => {
  shareBrowser()

  test('SWR: two components, one connection, closed with the last', async () => {
    const { streams, listener } = prices()
    const code = `
      import { createElement } from 'react'
      import { createRoot } from 'react-dom/client'
      import { Price } from './swr.tsx'
      const root = createRoot(document.body.appendChild(document.createElement('main')))
      const show = (...keys) =>
        root.render(keys.map((key) => createElement(Price, { key, url: '/prices' })))
      globalThis.render = show
      show('a', 'b')`
    const page = await openModule(code, folder, listener)
    await expect.poll(() => page.locator('output').allTextContents()).toEqual(['10.5', '10.5'])
    expect(streams).toHaveLength(1)
    await page.evaluate(`render('b')`)
    streams[0]!.write('event: price\ndata: {"bid":10.6}\n\n')
    await expect.poll(() => page.locator('output').allTextContents()).toEqual(['10.6'])
    await page.evaluate('render()')
    await expect.poll(() => streams[0]!.closed).toBe(true)
    expect(streams).toHaveLength(1)
  })

  test('VueUse: with a header, and over a 503', async () => {
    const statuses = [503, 200]
    const headers: unknown[] = []
    const { streams, listener } = prices((request) => {
      headers.push(request.headers.authorization)
      return statuses.shift()!
    })
    const code = `
      import { createApp, h } from 'vue'
      import { usePrices } from './vueuse.ts'
      const setup = () => {
        const { data, status } = usePrices()
        return () => h('output', status.value + ' ' + data.value?.bid)
      }
      const app = createApp({ setup })
      app.mount(document.body.appendChild(document.createElement('main')))
      globalThis.leave = () => app.unmount()`
    const page = await openModule(code, folder, listener)
    await page.getByText('OPEN 10.5').waitFor()
    expect(headers).toEqual(['Bearer secret', 'Bearer secret'])
    await page.evaluate('leave()')
    await expect.poll(() => streams[0]!.closed).toBe(true)
  })

  test('zone.js: listeners run in their zone, and nothing else does', async () => {
    const { streams, listener } = prices()
    const code = `
      import { listenIn } from './zone.ts'
      const tasks = []
      const zone = Zone.current.fork({
        name: 'app',
        onInvokeTask: (parent, current, target, task, ...rest) => {
          tasks.push(task.source)
          return parent.invokeTask(target, task, ...rest)
        },
      })
      listenIn(zone, '/prices', (text) => show([Zone.current.name, text, ...tasks].join(' ')))`
    const shown: string[] = []
    // As Angular builds it, since zone.js does not see an `await`.
    const supported = { 'async-await': false, 'async-generator': false, 'for-await': false }
    await openModule(code, folder, listener, (line) => shown.push(line), { supported })
    await expect.poll(() => shown).toHaveLength(1)
    // The wait for the next connection is a timer, which is not to be seen in the zone.
    streams[0]!.destroy()
    await expect.poll(() => shown).toHaveLength(2)
    const task = 'FetchEventSource.addEventListener:price'
    expect(shown).toEqual([`app {"bid":10.5} ${task}`, `app {"bid":10.5} ${task} ${task}`])
  })
})
