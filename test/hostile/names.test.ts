import { describe, expect, test } from 'vitest'
import { FetchEventSource, fetchEvents, type ServerSentEvent } from '../../src/index.ts'
import { serveRaw, streamHead } from './raw-server.ts'

const names = Array.from(
  new Set([
    ...Object.getOwnPropertyNames(Object.prototype),
    ...Object.getOwnPropertyNames(EventTarget.prototype),
    'onmessage',
    'close',
    'closed',
    'then',
    'length',
    '0',
    '',
  ]),
)

function streamOf(types: string[]) {
  const text = types.map((type) => `event: ${type}\ndata: from the server\n\n`).join('')
  return serveRaw((socket) => socket.end(streamHead() + text))
}

describe('Event types that are property names', () => {
  test('reach their listeners', async () => {
    const { origin } = await streamOf(names)
    const before = names.map((name) => Reflect.get({}, name) as unknown)
    const source = new FetchEventSource(origin, { reconnect: false })
    const seen: string[] = []
    for (const name of names) source.addEventListener(name || 'message', (e) => seen.push(e.type))
    await source.closed
    expect(seen).toEqual(names.map((name) => name || 'message'))
    expect(names.map((name) => Reflect.get({}, name) as unknown)).toEqual(before)
  })

  test('are looked up in no prototype', async () => {
    const { origin } = await streamOf(names)
    const seen: ServerSentEvent<unknown>[] = []
    const parse = { price: (data: string) => Number(data) }
    for await (const event of fetchEvents(origin, { reconnect: { when: 'lost' }, parse }))
      seen.push(event)
    expect(seen.map(({ data }) => data)).toEqual(names.map(() => 'from the server'))
  })
})

describe('An event named error or open', () => {
  test('is told from the library’s own', async () => {
    const { origin } = await streamOf(['error', 'open'])
    const source = new FetchEventSource(origin, { reconnect: false })
    const seen: unknown[][] = []
    const note = (event: Event) =>
      seen.push([
        event.type,
        'data' in event,
        Reflect.get(event, 'error') !== undefined,
        'response' in event,
      ])
    source.addEventListener('open', note)
    source.addEventListener('error', note)
    await source.closed
    await Promise.resolve()
    expect(seen).toEqual([
      ['open', false, false, true],
      ['error', true, false, false],
      ['open', true, false, false],
    ])
  })
})
