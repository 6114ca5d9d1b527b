import { afterEach, expect, test, vi } from 'vitest'
import { createTestStream } from '../../src/testing.ts'

const url = 'https://example.com/events'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.resetModules()
})

test('a DOM that is registered after the import changes nothing, for old sources and new', async () => {
  const { FetchEventSource } = await import('../../src/index.ts')
  const open = () => {
    const stream = createTestStream()
    const source = new FetchEventSource(url, { fetch: stream.fetch })
    const message = new Promise<{ data: unknown }>((resolve) => (source.onmessage = resolve))
    return { stream, source, message }
  }
  const old = open()
  const { Window } = await import('happy-dom')
  const { Event, EventTarget, MessageEvent } = new Window()
  for (const [name, value] of Object.entries({ Event, EventTarget, MessageEvent }))
    vi.stubGlobal(name, value)
  for (const { stream, source, message } of [old, open()]) {
    await stream.send('here')
    expect(await message).toMatchObject({ data: 'here' })
    source.close()
  }
})

test.for(['Event', 'EventTarget', 'TextDecoder', 'DOMException'])(
  'the import goes well without %s',
  async (name) => {
    vi.stubGlobal(name, undefined)
    vi.resetModules()
    const { FetchEventSource } = await import('../../src/index.ts')
    if (name === 'Event' || name === 'EventTarget')
      expect(() => new FetchEventSource(url)).toThrow(/needs EventTarget and Event/)
  },
)
