import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  type EventSourceError,
  FetchEventSource,
  type FetchEventSourceInit,
  fetchEvents,
  readEvents,
} from '../../src/index.ts'

const url = 'https://example.com/events'
const text = 'data: a\n\n'
const bytes = new TextEncoder().encode(text)

const rejections: unknown[] = []
const note = (reason: unknown) => void rejections.push(reason)

beforeEach(() => {
  rejections.length = 0
  process.on('unhandledRejection', note)
})

afterEach(async () => {
  // They are told when the microtasks of a turn are over.
  await new Promise(setImmediate)
  await new Promise(setImmediate)
  process.off('unhandledRejection', note)
  expect(rejections).toEqual([])
})

interface Outcome {
  data: unknown[]
  error?: EventSourceError
}

type Face = (init: FetchEventSourceInit) => Promise<Outcome>

/** Each gives the events, and the error that ended it. */
const faces: Record<string, Face> = {
  FetchEventSource(init) {
    const source = new FetchEventSource(url, init)
    onTestFinished(() => source.close())
    const data: unknown[] = []
    source.onmessage = (event) => data.push(event.data)
    return source.closed.then(({ error }) => ({ data, ...(error && { error }) }))
  },
  async fetchEvents(init) {
    const data: unknown[] = []
    try {
      for await (const event of fetchEvents(url, init)) data.push(event.data)
      return { data }
    } catch (error) {
      return { data, error: error as EventSourceError }
    }
  },
}

const headers = new Headers({ 'content-type': 'text/event-stream' })

/** A `fetch` whose response has that body, and what else there is to it. */
function fetchOf(body: unknown, other: object = {}): NonNullable<FetchEventSourceInit['fetch']> {
  return (async () => ({ status: 200, url, headers, body, ...other })) as never
}

function webStream(): ReadableStream<Uint8Array> {
  return new Response(text).body!
}

async function* iterate(): AsyncGenerator<Uint8Array> {
  yield bytes
}

describe.for(Object.entries(faces))('%s', ([, run]) => {
  const once = (fetch: unknown, other: FetchEventSourceInit = {}) =>
    run({ reconnect: false, ...other, fetch: fetch as never })

  test.for<[string, () => unknown]>([
    ['a web stream', webStream],
    ["node-fetch's Node stream", () => Readable.from([bytes])],
    ['an async iterable', iterate],
  ])('a body that is %s is read', async ([, make]) => {
    expect(await once(fetchOf(make()))).toEqual({ data: ['a'] })
  })

  test('a body of null is an empty stream', async () => {
    expect(await once(fetchOf(null))).toEqual({ data: [] })
  })

  test.for<[string, unknown]>([
    ['undefined', undefined],
    ['a string', text],
    ['an object', {}],
  ])('a body that is %s fails once, and says what to do', async ([, body]) => {
    const fetch = vi.fn(fetchOf(body) as never)
    const { data, error } = await run({ fetch })
    expect(data).toEqual([])
    expect(error).toMatchObject({ code: 'not-streamable', attempt: 1 })
    expect(error!.message).toContain("as the option 'fetch'")
    expect(fetch).toHaveBeenCalledTimes(1)
  })

  test('a body that someone else reads fails once, and was never open', async () => {
    const body = webStream()
    body.getReader()
    const onOpen = vi.fn()
    const { error } = await run({ fetch: fetchOf(body), onOpen })
    expect(error).toMatchObject({ code: 'not-streamable' })
    expect(onOpen).not.toHaveBeenCalled()
  })

  test('a fetch that throws at once is a lost connection', async () => {
    const { error } = await once(() => {
      throw new TypeError('no network')
    })
    expect(error).toMatchObject({ code: 'network', phase: 'unanswered', attempt: 1 })
  })

  test('a fetch that gives no promise is taken all the same', async () => {
    expect(await once(() => new Response(text, { headers }))).toEqual({ data: ['a'] })
  })

  test.for([undefined, null, 7])('a fetch that gives %s fails once', async (given) => {
    const fetch = vi.fn(async () => given)
    expect((await run({ fetch: fetch as never })).error).toMatchObject({ code: 'not-streamable' })
    expect(fetch).toHaveBeenCalledTimes(1)
  })

  test('a response without a url is taken', async () => {
    expect(await once(fetchOf(webStream(), { url: undefined }))).toEqual({ data: ['a'] })
  })

  test('a response with a relative url has the origin of the request', async () => {
    const origins: string[] = []
    const onEvent = ({ origin }: { origin: string }) => void origins.push(origin)
    await once(fetchOf(webStream(), { url: '/elsewhere' }), { onEvent })
    expect(origins).toEqual(['https://example.com'])
  })

  test('a response without headers has no content type', async () => {
    const { error } = await once(fetchOf(webStream(), { headers: undefined }))
    expect(error).toMatchObject({ code: 'content-type' })
    expect(error!.message).toContain('answered without a content type')
  })

  test.for<[string, object]>([
    ['missing', {}],
    [
      'throwing',
      {
        cancel() {
          throw new Error('cancel')
        },
      },
    ],
    ['giving no promise', { cancel: () => 7 }],
    ['rejecting', { cancel: () => Promise.reject(new Error('cancel')) }],
  ])('a body whose cancel is %s is given up, refused or open', async ([, cancel]) => {
    const reader = { read: () => new Promise(() => {}), releaseLock() {}, ...cancel }
    const body = { locked: false, getReader: () => reader, ...cancel }
    expect((await once(fetchOf(body, { status: 500 }))).error).toMatchObject({ status: 500 })
    const timedOut = await once(fetchOf(body), { idleTimeout: 5 })
    expect(timedOut.error).toMatchObject({ code: 'idle-timeout' })
  })

  test('a body that errors with an object without a prototype is a lost connection', async () => {
    const body = new ReadableStream({ start: (it) => it.error(Object.create(null)) })
    const { error } = await once(fetchOf(body))
    expect(error).toMatchObject({ code: 'network', phase: 'streaming' })
    expect(error!.message).toContain('an object without a text')
  })

  test('a reader that gives no promise, or no chunk, fails once', async () => {
    for (const read of [() => undefined, async () => undefined, async () => ({ value: 7 })]) {
      const body = { locked: false, getReader: () => ({ read, cancel() {} }) }
      expect((await run({ fetch: fetchOf(body) })).error).toMatchObject({ code: 'not-streamable' })
    }
  })
})

test('a URL whose origin throws, as React Native has it, changes nothing', async () => {
  vi.stubGlobal(
    'URL',
    class extends URL {
      override get origin(): string {
        throw new Error('not implemented')
      }
    },
  )
  onTestFinished(() => void vi.unstubAllGlobals())
  const other = 'https://other.example/events'
  const fetch = fetchOf(webStream(), { url: other })
  const { value } = await fetchEvents(other, { fetch, reconnect: false }).next()
  expect(value).toMatchObject({ data: 'a', origin: 'https://other.example' })
})

test('close() never throws, and a late response is discarded', async () => {
  const late = Promise.withResolvers<unknown>()
  const cancel = vi.fn(() => {
    throw new Error('cancel')
  })
  const fetch = vi.fn(() => late.promise)
  const source = new FetchEventSource(url, { fetch: fetch as never })
  await vi.waitFor(() => expect(fetch).toHaveBeenCalled())
  source.close()
  late.resolve({ status: 200, url, headers, body: { locked: false, getReader() {}, cancel } })
  await vi.waitFor(() => expect(cancel).toHaveBeenCalledTimes(1))
})

describe('readEvents', () => {
  const read = async (source: unknown) => {
    const data: unknown[] = []
    for await (const event of readEvents(source as Response)) data.push(event.data)
    return data
  }

  test.for<[string, () => unknown]>([
    ['a Node stream', () => Readable.from([bytes])],
    ['an async iterable', iterate],
    [
      'a response with a Node stream',
      () => ({ status: 200, headers, body: Readable.from([bytes]) }),
    ],
  ])('reads %s', async ([, make]) => expect(await read(make())).toEqual(['a']))

  test('throws for a body that cannot be streamed', async () => {
    const error: unknown = await read({ status: 200, headers }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'not-streamable' })
  })

  test('aborted before the first next(), it cancels its source', async () => {
    const cancel = vi.fn()
    const signal = AbortSignal.abort('over')
    const reader = readEvents(new ReadableStream({ cancel }), { signal })
    await expect(reader.next()).rejects.toBe('over')
    expect(cancel).toHaveBeenCalledTimes(1)
  })

  test('aborted between its making and the first next(), it cancels its source', async () => {
    const cancel = vi.fn()
    const controller = new AbortController()
    const source = new Response(new ReadableStream({ cancel }), { headers })
    const reader = readEvents(source, { signal: controller.signal })
    controller.abort('over')
    await expect(reader.next()).rejects.toBe('over')
    expect(cancel).toHaveBeenCalledTimes(1)
  })

  test('after break the stream is not left locked', async () => {
    const stream = new ReadableStream({ start: (it) => it.enqueue(bytes) })
    for await (const _ of readEvents(stream)) break
    expect(stream.locked).toBe(false)
  })

  test('next() after return() is done', async () => {
    const reader = readEvents(webStream())
    await reader.return!()
    expect(await reader.next()).toEqual({ value: undefined, done: true })
  })
})
