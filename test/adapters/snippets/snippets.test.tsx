// What the README shows of the hooks, as it stands there.
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createApp, h, nextTick, ref } from 'vue'
import { createTestStream } from '../../../src/testing.ts'
import { frame, useFrames } from '../framework.ts'
import { Answer } from './answer.tsx'
import Prices from './prices.vue'

useFrames()

function serve() {
  const stream = createTestStream()
  vi.stubGlobal('fetch', stream.fetch)
  const page = document.createElement('div')
  document.body.append(page)
  onTestFinished(() => {
    page.remove()
    vi.unstubAllGlobals()
  })
  return { stream, page }
}

test('the answer, in React', async () => {
  const { stream, page } = serve()
  const root = createRoot(page)
  onTestFinished(() => root.unmount())
  flushSync(() => root.render(<Answer question="Why?" />))
  stream.respond(401)
  await stream.send('Beca')
  await stream.send('use.')
  await frame()
  expect(page.innerHTML).toBe('<output aria-busy="true">Because.</output>')
  stream.end()
  await frame()
  expect(page.innerHTML).toBe('<output aria-busy="false">Because.</output>')
  expect(stream.requests).toMatchObject([
    { headers: { authorization: 'Bearer old' } },
    { method: 'POST', body: '{"question":"Why?"}', headers: { authorization: 'Bearer new' } },
  ])
  flushSync(() => root.render(<Answer question="Why not?" />))
  stream.respond(429)
  await vi.waitFor(() => expect(page.querySelector('[role=alert]')?.textContent).toContain('429'))
})

test('the prices, in Vue', async () => {
  const { stream, page } = serve()
  const symbol = ref('A')
  const app = createApp(() => h(Prices, { symbol: symbol.value }))
  onTestFinished(() => app.unmount())
  app.mount(page)
  await stream.send({ data: { bid: 1 } })
  await stream.send({ data: { bid: 2 } })
  await frame()
  expect(page.innerHTML).toContain('<output aria-busy="false">1 2</output>')
  stream.drop()
  await frame()
  expect(page.textContent).toBe('1 2Reconnecting …')
  expect(page.querySelector('[role=alert]')).toBeNull()
  symbol.value = 'B'
  await nextTick()
  stream.respond(404)
  await vi.waitFor(() => expect(page.querySelector('[role=alert]')?.textContent).toContain('404'))
})
