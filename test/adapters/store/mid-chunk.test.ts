import { describe, expect, onTestFinished, test } from 'vitest'
import { FetchEventSource } from '../../../src/index.ts'
import { SharedEventSource } from '../../../src/shared.ts'
import { createEventStore, type EventStore, type UseEventSourceInit } from '../../../src/store.ts'
import { frame, settle, useFrames } from '../framework.ts'

useFrames()

const LENGTH = 9
const all = Array.from({ length: LENGTH }, (_, index) => `${index + 1}`)

type Store = EventStore<unknown, unknown, UseEventSourceInit>

/** A server that sends all events that come after the last event ID in one chunk, and goes on with nothing. */
function oneChunkServer(block: (id: string) => string = (id) => `id: ${id}\ndata: ${id}\n\n`) {
  const asked: string[] = []
  let open = 0
  const fetch = async (
    _url: unknown,
    init: { headers: Record<string, string>; signal: AbortSignal },
  ) => {
    const from = init.headers['last-event-id'] ?? ''
    asked.push(from)
    open++
    init.signal.addEventListener('abort', () => open--)
    const rest = all.slice(Number(from))
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(rest.map(block).join(''))),
    })
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  }
  return { fetch, asked, open: () => open }
}

/** How someone comes back, once the last one has left in the middle of a chunk. */
const returns: Record<string, (comes: () => void) => void> = {
  'in the same call': (comes) => comes(),
  'in the same turn': (comes) => queueMicrotask(comes),
  'after the end of the turn': (comes) => void Promise.resolve().then(() => queueMicrotask(comes)),
  'in a later turn': (comes) => void realTimeout(comes, 5),
}
const realTimeout = setTimeout

describe.for([
  { over: 'a session', more: {} },
  { over: 'FetchEventSource', more: { source: FetchEventSource } },
  { over: 'SharedEventSource', more: { source: SharedEventSource } },
])('a store over $over whose last listener leaves in the middle of a chunk', ({ more }) => {
  /** Reads to the end, leaving at the given events; gives what `onEvent` got, and `reduce` made. */
  async function read(
    leavesAt: readonly string[],
    comeBack: (comes: () => void) => void,
    init: (leave: (at: string) => void) => object = (leave) => ({
      onEvent: ({ data }: { data: string }) => leave(data),
    }),
    server = oneChunkServer(),
  ) {
    const seen: string[] = []
    const left = new Set<string>()
    let end = () => {}
    // Each time, it is another listener.
    const subscribe = () => (end = store.subscribe(() => {}))
    const leave = (at: string) => {
      if (!leavesAt.includes(at) || left.has(at)) return
      left.add(at)
      end()
      comeBack(subscribe)
    }
    const { onEvent, ...given } = init(leave) as { onEvent?: (event: never) => void }
    const store: Store = createEventStore(`https://example.com/${Math.random()}`, {
      fetch: server.fetch,
      ...more,
      ...given,
      onEvent: (event: { data: string }) => {
        seen.push(event.data)
        onEvent?.(event as never)
      },
      reduce: (data: string[], event: { data: string }) => [...data, event.data],
      initial: [],
    } as never) as Store
    onTestFinished(() => end())
    subscribe()
    await expect.poll(() => seen.at(-1)).toBe(all.at(-1))
    await frame()
    return { seen, store, server, stop: () => end() }
  }

  test.for(Object.keys(returns))('gives each event once to who comes %s', async (when) => {
    const { seen, store, server, stop } = await read(['2', '3', '7'], returns[when]!)
    expect(seen).toEqual(all)
    expect(store.getSnapshot()).toMatchObject({ data: all, lastEventId: '9', status: 'open' })
    expect(server.open()).toBe(1)
    stop()
    await settle()
    expect(server.open()).toBe(0)
  })

  test('closes at the first event that no one takes, and says where it is', async () => {
    const server = oneChunkServer()
    const store = createEventStore('https://example.com/left', {
      fetch: server.fetch as never,
      ...more,
      onEvent: ({ data }) => data === '4' && end(),
    })
    const end = store.subscribe(() => {})
    await expect.poll(() => store.getSnapshot().lastEventId).toBe('4')
    expect(store.getSnapshot()).toMatchObject({ data: '4', status: 'idle', readyState: 2 })
    expect(server.open()).toBe(0)
    const stop = store.subscribe(() => {})
    await expect.poll(() => server.asked).toEqual(['', '4'])
    stop()
  })

  test('begins again where nothing that was taken had an ID', async () => {
    const block = (id: string) => (id < '4' ? `data: ${id}\n\n` : `id: ${id}\ndata: ${id}\n\n`)
    const { store, seen } = await read(
      ['2'],
      returns['in a later turn']!,
      undefined,
      oneChunkServer(block),
    )
    expect(seen).toEqual(['1', '2', ...all])
    expect(store.getSnapshot().data).toEqual(all)
  })

  test('begins with an event that was refused when it had gone', async () => {
    const refused: unknown[] = []
    const { seen } = await read(['2'], returns['in the same turn']!, (leave) => ({
      onEvent: ({ data }: { data: string }) => leave(data),
      onInvalid: (error: Error) => refused.push(error.cause),
      parse(data: string) {
        if (data === '3' || data === '5') throw data
        return data
      },
    }))
    expect(seen).toEqual(all.filter((data) => data !== '3' && data !== '5'))
    expect(refused).toEqual(['3', '5'])
  })

  test('gives an event to the next one when the last one leaves while it is parsed', async () => {
    const { seen, store } = await read(['1', '5'], returns['in a later turn']!, (leave) => ({
      parse(data: string) {
        leave(data)
        return data
      },
    }))
    expect(seen).toEqual(all)
    expect(store.getSnapshot().data).toEqual(all)
  })
})
