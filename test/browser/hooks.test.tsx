// The hooks where they are used: in a page, with the server in a process of its own.
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import { createApp, defineComponent, h } from 'vue'
import type { Attempt, FetchEventSourceInit } from '../../src/index.ts'
import { useEventSource as useInReact } from '../../src/react.ts'
import { useEventSource as useInVue } from '../../src/vue.ts'
import { TestServerClient } from '../setup/client.ts'

const server = await TestServerClient.connect(inject('serverUrl'))
const text = { reduce: (text: string, event: { data: string }) => text + event.data, initial: '' }

/** Renders a component that shows `readyState:data`. Returns what it shows, and what unmounts it. */
type Mount = (url: string, init: FetchEventSourceInit, rendered?: () => void) => Mounted
interface Mounted {
  text: () => string
  unmount: () => void
}

const mountInReact: Mount = (url, init, rendered) => {
  const container = openPage()
  function Feed() {
    const { data, readyState } = useInReact(url, { ...init, ...text, parse: undefined })
    rendered?.()
    return `${readyState}:${data}`
  }
  const root = createRoot(container)
  root.render(rendered ? <Feed /> : <StrictMode children={<Feed />} />)
  return { text: () => container.textContent, unmount: () => root.unmount() }
}

const mountInVue: Mount = (url, init, rendered) => {
  const container = openPage()
  const app = createApp(
    defineComponent(() => {
      const { data, readyState } = useInVue(url, { ...init, ...text, parse: undefined })
      return () => {
        rendered?.()
        return h('p', `${readyState.value}:${data.value}`)
      }
    }),
  )
  app.mount(container)
  return { text: () => container.textContent, unmount: () => app.unmount() }
}

function openPage(): HTMLElement {
  const container = document.createElement('div')
  document.body.append(container)
  onTestFinished(() => container.remove())
  return container
}

beforeEach(() => {
  vi.spyOn(console, 'error')
  vi.spyOn(console, 'warn')
})

afterEach(() => {
  expect(console.error).not.toHaveBeenCalled()
  expect(console.warn).not.toHaveBeenCalled()
  vi.restoreAllMocks()
})

describe.for([
  { framework: 'React', mount: mountInReact },
  { framework: 'Vue', mount: mountInVue },
])('in $framework', ({ mount }) => {
  test('a token that expires is refreshed once, and nothing is lost', async () => {
    const endpoint = server.endpoint()
    const refreshed: (number | undefined)[] = []
    let token = 1
    const headers = ({ error }: Attempt) => {
      if (error?.status === 401) refreshed.push(++token)
      return { 'x-token': String(token) }
    }
    const url = endpoint.url('events,events,status-401,events', {
      stream: ['id: 1\ndata: a\n\n', 'id: 2\ndata: b\n\n', '', 'id: 3\ndata: c\n\n'],
    })
    const { text, unmount } = mount(url, { headers, reconnect: { delay: 1 } })
    await expect.poll(text).toBe('1:a')
    await endpoint.cut()
    await expect.poll(text).toBe('1:ab')
    await endpoint.cut()
    await expect.poll(text).toBe('1:abc')
    const { requests } = await endpoint.state()
    const sent = (name: string) =>
      requests.map(({ headers }) => headers.find(([key]) => key.toLowerCase() === name)?.[1])
    expect(sent('x-token')).toEqual(['1', '1', '1', '2'])
    expect(sent('last-event-id')).toEqual([undefined, '1', '2', '2'])
    expect(refreshed).toEqual([2])
    unmount()
    await endpoint.until({ open: 0 })
  })

  test('an answer of 10 000 tokens is rendered at most once a frame, and as a whole', async () => {
    const endpoint = server.endpoint()
    const tokens = Array.from({ length: 10_000 }, (_, index) => `${index} `)
    let frames = 0
    let isOver = false
    const count = () => {
      frames++
      if (!isOver) requestAnimationFrame(count)
    }
    requestAnimationFrame(count)
    let renders = 0
    const { text, unmount } = mount(endpoint.url('events'), { method: 'POST' }, () => renders++)
    await endpoint.request(1)
    for (let start = 0; start < tokens.length; start += 250) {
      const some = tokens.slice(start, start + 250)
      await endpoint.write(some.map((token) => `data: ${token}\n\n`).join(''))
    }
    await endpoint.end()
    await expect.poll(text).toBe(`2:${tokens.join('')}`)
    isOver = true
    // The first render and that of the end come by themselves.
    expect(renders).toBeLessThanOrEqual(frames + 2)
    expect((await endpoint.state()).requests).toHaveLength(1)
    unmount()
  })

  test('60 cycles of mounting and unmounting are 60 requests, all given up', async () => {
    const endpoint = server.endpoint()
    const url = endpoint.url('events', { stream: Array(60).fill('data: a\n\n') })
    for (let cycle = 0; cycle < 60; cycle++) {
      const { text, unmount } = mount(url, {})
      await expect.poll(text).toBe('1:a')
      unmount()
    }
    const { requests, excess } = await endpoint.until({ requests: 60, open: 0 })
    expect(requests).toHaveLength(60)
    expect(excess).toBe(0)
    expect(requests.every(({ ended }) => ended?.by === 'client')).toBe(true)
  })
})
