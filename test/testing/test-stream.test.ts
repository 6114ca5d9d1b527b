import { afterEach, describe, expect, test, vi } from 'vitest'
import { FetchEventSource, fetchEvents, readEvents } from '../../src/index.ts'
import { createTestStream, type TestEvent } from '../../src/testing.ts'

const url = 'https://example.com/events'

async function collect<Value>(iterable: AsyncIterable<Value>): Promise<Value[]> {
  const values: Value[] = []
  for await (const value of iterable) values.push(value)
  return values
}

describe('send', () => {
  test.for<[TestEvent | string, object[]]>([
    ['text', [{ type: 'message', data: 'text', lastEventId: '' }]],
    [
      { type: 'price', data: { bid: 1 }, lastEventId: '7' },
      [{ type: 'price', data: '{"bid":1}', lastEventId: '7' }],
    ],
    [{ data: 'a\r\nb\rc\n' }, [{ data: 'a\nb\nc\n' }]],
    [{ data: '' }, [{ data: '' }]],
    [{ data: null }, [{ data: 'null' }]],
    [{ lastEventId: '7' }, []],
  ])('of %j arrives as %j', async ([event, expected]) => {
    const stream = createTestStream()
    const arrived = request(stream).then((response) => collect(readEvents(response)))
    await stream.send(event)
    stream.end()
    expect(await arrived).toMatchObject(expected)
    expect(await arrived).toHaveLength(expected.length)
  })

  test('can set the reconnection time', async () => {
    const stream = createTestStream()
    stream.respond()
    const response = await request(stream)
    void stream.send({ retry: 5 })
    stream.end()
    expect(await response.text()).toBe('retry: 5\n\n')
  })

  test('of a comment with several lines arrives as several', async () => {
    const stream = createTestStream()
    stream.respond()
    const response = await request(stream)
    void stream.comment('a\nb')
    stream.end()
    expect(await response.text()).toBe(':a\n:b\n')
  })

  test('refuses what would break the format', async () => {
    const stream = createTestStream()
    void request(stream)
    await expect(stream.send({ type: 'a\nb' })).rejects.toThrow('type: expected a single line')
  })

  test('resolves when the client has dealt with it', async () => {
    const stream = createTestStream()
    const seen: string[] = []
    const source = new FetchEventSource(url, { fetch: stream.fetch })
    source.onmessage = ({ data }) => seen.push(data)
    for (const data of ['a', 'b', 'c']) {
      await stream.send(data)
      expect(seen.at(-1)).toBe(data)
    }
    const last = stream.send('d')
    source.close()
    await last
    expect(seen).toEqual(['a', 'b', 'c'])
  })
})

describe('sendBytes', () => {
  test.for([
    { chunks: undefined, expected: ['abcdefghij'] },
    { chunks: 4, expected: ['ab', 'cde', 'fg', 'hij'] },
    { chunks: Infinity, expected: 'abcdefghij'.split('') },
    { chunks: [1, 3], expected: ['a', 'bcd', 'efghij'] },
  ])('cuts into chunks: $chunks', async ({ chunks, expected }) => {
    const stream = createTestStream()
    const response = request(stream)
    void stream.sendBytes('abcdefghij', chunks === undefined ? {} : { chunks })
    stream.end()
    const texts: string[] = []
    for await (const chunk of (await response).body!) texts.push(new TextDecoder().decode(chunk))
    expect(texts).toEqual(expected)
  })

  test('cuts inside a character, too', async () => {
    const stream = createTestStream()
    const events = collect(fetchEvents(url, { fetch: stream.fetch, method: 'POST' }))
    await stream.sendBytes(new TextEncoder().encode('data: 🙂\n\n'), { chunks: Infinity })
    stream.end()
    expect(await events).toMatchObject([{ data: '🙂' }])
  })
})

describe('what is said beforehand', () => {
  test('is done in this order, from one connection to the next', async () => {
    const stream = createTestStream()
    stream.respond(503, { 'retry-after': '0' })
    stream.drop()
    void stream.send({ data: 'a', lastEventId: '1' })
    stream.drop()
    void stream.comment('heartbeat')
    void stream.send({ data: 'b' })
    stream.end()
    stream.respond(204)
    const events = await collect(
      fetchEvents(url, {
        fetch: stream.fetch,
        reconnect: { delay: 0, statuses: [503], jitter: false },
      }),
    )
    expect(events).toMatchObject([{ data: 'a' }, { data: 'b' }])
    expect(stream.requests.map(({ lastEventId }) => lastEventId)).toEqual(['', '', '', '1', '1'])
    expect(stream.requests.every(({ isOpen }) => !isOpen)).toBe(true)
  })

  test('is delivered before the connection is lost', async () => {
    const stream = createTestStream()
    stream.respond()
    const response = await request(stream)
    void stream.send('a')
    void stream.send('b')
    stream.drop()
    const seen: string[] = []
    await expect(
      (async () => {
        for await (const { data } of readEvents(response)) seen.push(data)
      })(),
    ).rejects.toThrow('network error')
    expect(seen).toEqual(['a', 'b'])
  })
})

describe('a request', () => {
  test('is recorded', async () => {
    const stream = createTestStream()
    const source = new FetchEventSource(`${url}?a=1`, {
      fetch: stream.fetch,
      method: 'POST',
      headers: { Authorization: 'Bearer 1' },
      body: '{"prompt":"hi"}',
      lastEventId: 'é🙂',
    })
    const { request } = await stream.connection(1)
    expect(request).toMatchObject({
      url: `${url}?a=1`,
      method: 'POST',
      headers: { authorization: 'Bearer 1', accept: 'text/event-stream' },
      body: '{"prompt":"hi"}',
      lastEventId: 'é🙂',
      isOpen: true,
    })
    expect(stream.requests).toEqual([request])
    source.close()
    expect(request.isOpen).toBe(false)
  })

  test('waits until it is answered', async () => {
    const stream = createTestStream()
    const source = new FetchEventSource(url, { fetch: stream.fetch })
    const connection = await stream.connection(1)
    connection.respond(404, {}, 'no such feed')
    const { error } = await source.closed
    expect(error).toMatchObject({ status: 404 })
    expect(await error!.response!.text()).toBe('no such feed')
  })

  test('has a connection of its own, whichever came later', async () => {
    const stream = createTestStream()
    const first = fetchEvents(url, { fetch: stream.fetch })
    const second = fetchEvents(url, { fetch: stream.fetch })
    const results = Promise.all([first.next(), second.next()])
    void (await stream.connection(1)).send('to the first')
    void (await stream.connection(2)).send('to the second')
    expect(await results).toMatchObject([
      { value: { data: 'to the first' } },
      { value: { data: 'to the second' } },
    ])
    first.close()
    second.close()
  })

  test('that was made as a Request is served, too', async () => {
    const stream = createTestStream()
    const response = stream.fetch(new Request(url, { method: 'PUT', headers: { 'x-a': '1' } }))
    stream.respond(200, { 'content-type': 'text/plain' })
    expect((await response).headers.get('content-type')).toBe('text/plain')
    expect(stream.requests).toMatchObject([{ url, method: 'PUT', headers: { 'x-a': '1' } }])
  })

  test('that is aborted already is refused', async () => {
    const stream = createTestStream()
    const reason = new Error('too late')
    const response = stream.fetch(url, { signal: AbortSignal.abort(reason) })
    await expect(response).rejects.toBe(reason)
  })

  test('can end once only', async () => {
    const stream = createTestStream()
    void request(stream)
    const connection = await stream.connection(1)
    connection.respond()
    expect(() => connection.respond()).toThrow('There was a response on this connection already')
    connection.end()
    expect(() => connection.drop()).toThrow('nothing to drop any more')
    await expect(connection.send('a')).rejects.toThrow('nothing to send to any more')
  })
})

describe('with fake timers', () => {
  afterEach(() => void vi.useRealTimers())

  test.for([
    { option: 'connectTimeout', respond: false },
    { option: 'idleTimeout', respond: true },
    { option: 'eventTimeout', respond: true },
  ])('stall() makes $option pass', async ({ option, respond }) => {
    vi.useFakeTimers()
    const stream = createTestStream()
    const source = new FetchEventSource(url, {
      fetch: stream.fetch,
      [option]: 10_000,
      reconnect: { jitter: false },
    })
    const errors: string[] = []
    source.onerror = ({ error }) => errors.push(error!.message)
    if (respond) stream.respond()
    stream.stall()
    void stream.send('after that')
    await vi.advanceTimersByTimeAsync(9999)
    expect(errors).toEqual([])
    const message = new Promise<MessageEvent<string>>((resolve) => (source.onmessage = resolve))
    await vi.advanceTimersByTimeAsync(6001)
    expect(errors).toEqual([expect.stringContaining('10000 ms')])
    expect((await message).data).toBe('after that')
    source.close()
  })
})

function request(stream: ReturnType<typeof createTestStream>): Promise<Response> {
  return stream.fetch(url)
}
