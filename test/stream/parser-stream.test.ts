import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { EventSourceParserStream, type ServerSentEvent } from '../../src/parser.ts'
import { bytes } from '../setup/bytes.ts'
import { bytesAndTextDeliveries, type Chunk } from '../setup/cuts.ts'

const tooLarge = expect.objectContaining({ name: 'EventSourceError', code: 'event-too-large' })

function streamOf<C extends Chunk>(chunks: C[]): ReadableStream<C> {
  return new ReadableStream<C>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk)
      controller.close()
    },
  })
}

/** A source without end, and a promise of the reason it is cancelled with. */
function endlessSource(chunk: string) {
  const { promise: cancelled, resolve: cancel } = Promise.withResolvers<unknown>()
  const source = new ReadableStream<string>({
    pull: (controller) => controller.enqueue(chunk),
    cancel,
  })
  return { source, cancelled }
}

async function collect(events: ReadableStream<ServerSentEvent>): Promise<string[]> {
  const data: string[] = []
  for await (const event of events) data.push(event.data)
  return data
}

/** A server whose one response the test writes itself. */
async function serve(): Promise<{ url: string; response: Promise<ServerResponse> }> {
  const server = createServer()
  const response = once(server, 'request').then(([, answer]: unknown[]) => {
    const stream = answer as ServerResponse
    stream.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
    return stream
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, response }
}

describe('from chunks to events', () => {
  test('however the stream is cut', async () => {
    const input = bytes('\ufeff:hi\r\nid: é\nevent: x\ndata: 🙂\rdata: b\n\ndata: c\n\ndata: d')
    for (const { how, chunks } of bytesAndTextDeliveries(input)) {
      const events: ServerSentEvent[] = []
      for await (const event of streamOf(chunks).pipeThrough(new EventSourceParserStream()))
        events.push(event)
      expect(events, how).toEqual([
        { type: 'x', data: '🙂\nb', lastEventId: 'é', origin: '' },
        { type: 'message', data: 'c', lastEventId: 'é', origin: '' },
      ])
    }
  })

  test('from the body of a Response', async () => {
    const response = new Response('data: a\n\ndata: b\n\n')
    expect(await collect(response.body!.pipeThrough(new EventSourceParserStream()))).toEqual([
      'a',
      'b',
    ])
  })

  test('from a Blob', async () => {
    const blob = new Blob(['data: a\n\n', bytes('data: é\n\n')])
    expect(await collect(blob.stream().pipeThrough(new EventSourceParserStream()))).toEqual([
      'a',
      'é',
    ])
  })

  test('from a TextDecoderStream', async () => {
    const text = streamOf([bytes('data: ', 0xc3), bytes(0xa9, '\n\n')]).pipeThrough(
      new TextDecoderStream(),
    )
    expect(await collect(text.pipeThrough(new EventSourceParserStream()))).toEqual(['é'])
  })

  test('a stream of nothing', async () => {
    expect(await collect(streamOf([]).pipeThrough(new EventSourceParserStream()))).toEqual([])
  })

  test('an event comes out before the server has sent the next', async () => {
    const { url, response } = await serve()
    const [answer, server] = await Promise.all([fetch(url), response])
    const reader = answer.body!.pipeThrough(new EventSourceParserStream()).getReader()

    server.write('data: a\n\ndata: ')
    expect((await reader.read()).value?.data).toBe('a')
    server.write('b\n\n')
    expect((await reader.read()).value?.data).toBe('b')
    server.end('data: c\n')
    expect(await reader.read()).toEqual({ value: undefined, done: true })
  })

  test('is a TransformStream', () => {
    expect(new EventSourceParserStream()).toBeInstanceOf(TransformStream)
  })
})

test('the options are those of the parser', async () => {
  const comments: string[] = []
  const retries: number[] = []
  const events: ServerSentEvent[] = []
  const parserStream = new EventSourceParserStream({
    lastEventId: '7',
    onComment: (text) => comments.push(text),
    onRetry: (milliseconds) => retries.push(milliseconds),
  })
  for await (const event of streamOf([':hi\nretry: 5\ndata: a\n\n']).pipeThrough(parserStream))
    events.push(event)
  expect(events).toEqual([{ type: 'message', data: 'a', lastEventId: '7', origin: '' }])
  expect(comments).toEqual(['hi'])
  expect(retries).toEqual([5])
})

describe('an event that the stream ends in', () => {
  const cut = ['data: a\n\nid: 1\nevent: x\ndata: b\n', 'data: c']

  test('is discarded, which onDiscarded is told', async () => {
    const told: string[][] = []
    for (const unfinished of [undefined, 'discard'] as const) {
      const parserStream = new EventSourceParserStream({
        unfinished,
        onDiscarded: (...what) => told.push(what),
      })
      expect(await collect(streamOf(cut).pipeThrough(parserStream))).toEqual(['a'])
      const text = 'event: x\nid: 1\ndata: b\ndata: c'
      expect(told.splice(0)).toEqual([['unfinished-event', text]])
    }
  })

  test('comes out if it shall be delivered, and has data', async () => {
    const deliver = () => new EventSourceParserStream({ unfinished: 'deliver' })
    expect(await collect(streamOf(cut).pipeThrough(deliver()))).toEqual(['a', 'b\nc'])
    expect(await collect(streamOf([bytes('data: é')]).pipeThrough(deliver()))).toEqual(['é'])
    expect(await collect(streamOf(['event: x\n']).pipeThrough(deliver()))).toEqual([])
  })

  test('what onDiscarded throws errors the stream', async () => {
    const stop = new Error('thrown by a callback')
    const parserStream = new EventSourceParserStream({
      onDiscarded() {
        throw stop
      },
    })
    await expect(collect(streamOf(cut).pipeThrough(parserStream))).rejects.toBe(stop)
  })
})

describe('the end', () => {
  test('cancelling the events cancels the source, with the reason', async () => {
    const { source, cancelled } = endlessSource('data: a\n\n')
    const reader = source.pipeThrough(new EventSourceParserStream()).getReader()
    await reader.read()
    const reason = new Error('enough')
    await reader.cancel(reason)
    expect(await cancelled).toBe(reason)
  })

  test('leaving the loop cancels the source', async () => {
    const { source, cancelled } = endlessSource('data: a\n\n')
    for await (const event of source.pipeThrough(new EventSourceParserStream())) {
      expect(event.data).toBe('a')
      break
    }
    await cancelled
  })

  test('cancelling the events closes the connection', async () => {
    const { url, response } = await serve()
    const [answer, server] = await Promise.all([fetch(url), response])
    const closed = once(server, 'close')
    const reader = answer.body!.pipeThrough(new EventSourceParserStream()).getReader()
    server.write('data: a\n\n')
    await reader.read()
    await reader.cancel()
    await closed
  })

  test('an error of the source comes out after the events before it', async () => {
    const lost = new Error('lost')
    let pulls = 0
    const source = new ReadableStream<string>({
      pull(controller) {
        if (pulls++ === 0) controller.enqueue('data: a\n\n')
        else controller.error(lost)
      },
    })
    const reader = source.pipeThrough(new EventSourceParserStream()).getReader()
    expect((await reader.read()).value?.data).toBe('a')
    await expect(reader.read()).rejects.toBe(lost)
  })

  test('an event that is too large errors both sides', async () => {
    const { source, cancelled } = endlessSource('data: 0123456789')
    const reader = source
      .pipeThrough(new EventSourceParserStream({ maxEventSize: 1000 }))
      .getReader()
    await expect(reader.read()).rejects.toEqual(tooLarge)
    await expect(reader.closed).rejects.toEqual(tooLarge)
    expect(await cancelled).toEqual(tooLarge)
  })

  test('a callback that throws errors the stream with what it threw', async () => {
    const stop = new Error('thrown by a callback')
    const parserStream = new EventSourceParserStream({
      onComment() {
        throw stop
      },
    })
    await expect(collect(streamOf([':hi\n']).pipeThrough(parserStream))).rejects.toBe(stop)
  })

  test('a chunk of a wrong type errors the stream with a TypeError', async () => {
    const source = streamOf([1 as unknown as string])
    await expect(collect(source.pipeThrough(new EventSourceParserStream()))).rejects.toThrow(
      TypeError,
    )
  })
})

test('a slow reader slows the source: chunks are not pulled ahead without bound', async () => {
  let pulls = 0
  const source = new ReadableStream<string>({
    pull(controller) {
      pulls++
      controller.enqueue('data: a\n\n')
    },
  })
  const reader = source.pipeThrough(new EventSourceParserStream()).getReader()
  for (let read = 0; read < 100; read++) await reader.read()
  // Every queue that could be filled has been: one turn of the event loop runs all that promises have to do.
  await new Promise((resolve) => setImmediate(resolve))
  expect(pulls).toBeLessThan(110)
  await reader.cancel()
})
