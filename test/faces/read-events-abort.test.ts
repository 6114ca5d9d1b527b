import { Readable } from 'node:stream'
import { expect, test, vi } from 'vitest'
import { readEvents } from '../../src/index.ts'

const sources: Record<string, (cancel: () => void) => Parameters<typeof readEvents>[0]> = {
  'a stream': (cancel) => new ReadableStream<string>({ cancel }),
  'a response': (cancel) =>
    new Response(new ReadableStream({ cancel }), {
      headers: { 'content-type': 'text/event-stream' },
    }),
  'a Node stream': (cancel) =>
    new Readable({
      read() {},
      destroy(_, done) {
        cancel()
        done(null)
      },
    }),
  'an iterator': (cancel) => {
    const iterator: AsyncIterableIterator<string> = {
      [Symbol.asyncIterator]: () => iterator,
      next: () => new Promise<never>(() => {}),
      return: async () => {
        cancel()
        return { done: true, value: undefined }
      },
    }
    return iterator
  },
}

test.for(
  Object.keys(sources).flatMap((source) => [
    { source, before: 'the call' },
    { source, before: 'the first next()' },
    { source, before: 'the second next()' },
  ]),
)(
  'a signal that is aborted before $before throws its reason and cancels $source',
  async ({ source, before }) => {
    const cancel = vi.fn()
    const controller = new AbortController()
    const reason = new Error('enough')
    if (before === 'the call') controller.abort(reason)
    const events = readEvents(sources[source]!(cancel), { signal: controller.signal })
    if (before === 'the first next()') controller.abort(reason)
    const next = events.next()
    if (before === 'the second next()') controller.abort(reason)
    await expect(next).rejects.toBe(reason)
    await vi.waitFor(() => expect(cancel).toHaveBeenCalledOnce())
    expect(await events.next()).toEqual({ done: true, value: undefined })
  },
)

test('a stream is not left locked, whichever way the loop is left', async () => {
  const stream = new ReadableStream<string>({
    start: (to) => fill(to, ['data: 1\n\n', 'data: 2\n\n']),
  })
  for await (const { data } of readEvents(stream)) if (data === '1') break
  expect(stream.locked).toBe(false)
  const whole = new ReadableStream<string>({ start: (to) => fill(to, ['data: 1\n\n']) })
  for await (const { data } of readEvents(whole)) expect(data).toBe('1')
  expect(whole.locked).toBe(false)
})

function fill(to: ReadableStreamDefaultController<string>, chunks: string[]): void {
  for (const chunk of chunks) to.enqueue(chunk)
  to.close()
}
