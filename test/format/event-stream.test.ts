import { getEventListeners } from 'node:events'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { type OutgoingEvent, toEventStream } from '../../src/format.ts'
import { fetchEvents, readEvents } from '../../src/index.ts'
import { createTestStream } from '../../src/testing.ts'
import { silence } from './silence.ts'

async function* sequence(...events: (OutgoingEvent | string)[]) {
  yield* events
}

function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  return new Response(stream).text()
}

describe('what comes out', () => {
  test('is every event, then the end', async () => {
    const events = sequence('a', { type: 'price', data: { bid: 1 } }, { data: 'b', retry: 5 })
    expect(await textOf(toEventStream(events))).toBe(
      'data: a\n\nevent: price\ndata: {"bid":1}\n\nretry: 5\ndata: b\n\n',
    )
  })

  test('is bytes, and one chunk an event', async () => {
    const chunks: Uint8Array[] = []
    for await (const chunk of toEventStream(sequence('é', 'b'))) chunks.push(chunk)
    const texts = ['data: é\n\n', 'data: b\n\n']
    expect(chunks).toEqual(texts.map((text) => new TextEncoder().encode(text)))
  })

  test('names an ID where it changes', async () => {
    const ids = ['', '1', '1', '2', '', '', '1']
    const events = sequence(...ids.map((lastEventId) => ({ data: '', lastEventId })))
    const text = await textOf(toEventStream(events))
    expect(text.match(/^id: .*$/gm)).toEqual(['id: ', 'id: 1', 'id: 2', 'id: ', 'id: 1'])
  })

  test('is read as the same events, wherever the reader comes from', async () => {
    const line = fc.string({ unit: fc.constantFrom('a', ' ', ':', 'é', '🙂'), maxLength: 3 })
    const event = fc.record({
      type: line.map((text) => text || 'message'),
      data: fc.string({ unit: fc.constantFrom('a', ' ', ':', '\n', 'é', '🙂') }),
      lastEventId: line,
      origin: fc.constant(''),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(event), line, async (events, lastEventId) => {
        const found: unknown[] = []
        const stream = toEventStream(sequence(...events.map((one) => Object.freeze(one))))
        for await (const one of readEvents(stream, { lastEventId })) found.push(one)
        expect(found).toEqual(events)
      }),
    )
  })

  test('passes on what the library’s own loops give', async () => {
    const stream = createTestStream()
    const loop = fetchEvents('https://example.com/', { fetch: stream.fetch, reconnect: false })
    const text = textOf(toEventStream(loop))
    await stream.send({ type: 'price', data: '1', lastEventId: '7' })
    await stream.send({ lastEventId: '8' })
    await stream.send('a\nb')
    loop.close()
    expect(await text).toBe('event: price\nid: 7\ndata: 1\n\nid: 8\ndata: a\ndata: b\n\n')
  })
})

describe('where the events come from', () => {
  test('is a function, which is called when someone reads', async () => {
    const source = vi.fn((_signal: AbortSignal) => sequence('a'))
    const stream = toEventStream(source)
    expect(source).not.toHaveBeenCalled()
    expect(await textOf(stream)).toBe('data: a\n\n')
    expect(source).toHaveBeenCalledOnce()
    expect(source.mock.calls[0]![0].aborted).toBe(false)
  })

  test('may take its time', async () => {
    const response = () => Promise.resolve(new Response('data: a\n\n'))
    const stream = toEventStream(async () => readEvents(await response(), { validate: false }))
    expect(await textOf(stream)).toBe('id: \ndata: a\n\n')
  })

  test.for([undefined, null, 'data: a\n\n', ['a'], {}])('is not %j', (events) => {
    expect(() => toEventStream(events as never)).toThrow(
      /^events: expected an async iterable, or a function that gives one, got /,
    )
  })

  test('is not what a function gives that is not iterable', async () => {
    const stream = toEventStream((() => 'a') as never)
    await expect(textOf(stream)).rejects.toThrow('expected an async iterable')
  })
})

describe('back-pressure', () => {
  test('nothing is asked for before someone reads, and then one at a time', async () => {
    let asked = 0
    const stream = toEventStream(
      (async function* () {
        for (;;) yield String(++asked)
      })(),
    )
    const reader = stream.getReader()
    expect(asked).toBe(0)
    for (const count of [1, 2, 3]) {
      await reader.read()
      expect(asked).toBe(count)
    }
    await reader.cancel()
    expect(asked).toBe(3)
  })

  test('several reads at once are all answered', async () => {
    const reader = toEventStream(sequence('a', 'b')).getReader()
    const reads = await Promise.all([reader.read(), reader.read(), reader.read()])
    expect(reads.map(({ done }) => done)).toEqual([false, false, true])
  })
})

describe('errors', () => {
  test('of the events error the stream, which does not end', async () => {
    const error = new Error('upstream')
    const stream = toEventStream(
      (async function* () {
        yield 'a'
        throw error
      })(),
    )
    const reader = stream.getReader()
    expect((await reader.read()).done).toBe(false)
    await expect(reader.read()).rejects.toBe(error)
  })

  test('of the function error the stream', async () => {
    const error = new Error('upstream')
    const stream = toEventStream(() => {
      throw error
    })
    await expect(textOf(stream)).rejects.toBe(error)
  })

  test('an event that cannot be written does, and the source is closed', async () => {
    const { events, done } = silence()
    const next = async () => ({ done: false as const, value: { type: 'a\nb' } })
    const stream = toEventStream({ ...events, [Symbol.asyncIterator]: () => ({ ...events, next }) })
    await expect(textOf(stream)).rejects.toThrow('type: expected a single line')
    expect(done).toEqual(['close', 'return'])
  })
})

describe('signal', () => {
  test('errors the stream with its reason, and closes the silent source', async () => {
    const { events, done, asked } = silence()
    const control = new AbortController()
    const reader = toEventStream(events, { signal: control.signal }).getReader()
    const read = reader.read()
    await asked
    const reason = new Error('shutting down')
    control.abort(reason)
    expect(done).toEqual(['close', 'return'])
    await expect(read).rejects.toBe(reason)
  })

  test('that is aborted already leaves the events alone', async () => {
    const source = vi.fn(() => sequence('a'))
    const stream = toEventStream(source, { signal: AbortSignal.abort('off') })
    await expect(stream.getReader().read()).rejects.toBe('off')
    expect(source).not.toHaveBeenCalled()
  })

  test('is not listened to any more when the stream is over', async () => {
    const { signal } = new AbortController()
    const listeners = () => getEventListeners(signal, 'abort').length
    await textOf(toEventStream(sequence('a'), { signal }))
    await toEventStream(silence().events, { signal }).cancel()
    expect(listeners()).toBe(0)
    const waiting = toEventStream(silence().events, { signal })
    expect(listeners()).toBe(1)
    await waiting.cancel()
  })
})
