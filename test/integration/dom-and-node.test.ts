// A process that has a page and Node at once, as Electron's with node integration: its document, its events, Node's fetch.
import { JSDOM } from 'jsdom'
import { expect, onTestFinished, test, vi } from 'vitest'
import { eventStream, listen } from '../setup/listen.ts'

test('a relative URL is of the document, events are of its DOM, and a hidden document pauses the stream', async () => {
  const ids: (string | string[] | undefined)[] = []
  const origin = await listen(({ headers }, response) => {
    ids.push(headers['last-event-id'])
    response.writeHead(200, eventStream).write(`id: ${ids.length}\ndata: ${ids.length}\n\n`)
  })
  const { window } = new JSDOM('<!doctype html>', { url: `${origin}/app/index.html` })
  onTestFinished(() => window.close())
  const { document, location, navigator, Event, EventTarget, MessageEvent } = window
  const globals = { window, document, location, navigator, Event, EventTarget, MessageEvent }
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value)
  onTestFinished(() => void vi.unstubAllGlobals())
  vi.resetModules()
  const { FetchEventSource } = await import('../../src/index.ts')

  const source = new FetchEventSource('feed', { pauseWhenHidden: true })
  onTestFinished(() => source.close())
  expect(source.url).toBe(`${origin}/app/feed`)
  const events: unknown[] = []
  source.addEventListener('message', (event) => events.push(event))
  await expect.poll(() => events.length).toBe(1)
  expect(events[0]).toBeInstanceOf(window.MessageEvent)

  const show = (visibilityState: string) => {
    Object.defineProperty(document, 'visibilityState', {
      value: visibilityState,
      configurable: true,
    })
    document.dispatchEvent(new window.Event('visibilitychange'))
  }
  show('hidden')
  expect(source.readyState).toBe(0)
  show('visible')
  await expect.poll(() => events.length).toBe(2)
  expect(ids).toEqual([undefined, '1'])
})
