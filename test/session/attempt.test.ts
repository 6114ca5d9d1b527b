import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Attempt } from '../../src/index.ts'
import { nextError, openSource } from '../setup/fake-fetch.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

describe.for(['headers', 'body'] as const)('the %s function', (option) => {
  /** A source that notes the attempts that the function is called with. */
  function openAsked(make: (attempt: Attempt) => unknown = () => undefined, init: object = {}) {
    const attempts: Attempt[] = []
    const asked = (attempt: Attempt) => {
      attempts.push(attempt)
      return make(attempt)
    }
    const reconnect = { delay: 10, jitter: false, when: 'always', statuses: 'transient' }
    const source = openSource({ method: 'POST', reconnect, [option]: asked, ...init } as object)
    return { ...source, attempts }
  }

  test('is called before every attempt, and told of the one before', async () => {
    const { server, attempts } = openAsked()
    ;(await server.next()).open('id: 7\ndata: a\n\n').end()
    await vi.advanceTimersByTimeAsync(10)
    ;(await server.next()).fail()
    await vi.advanceTimersByTimeAsync(110)
    ;(await server.next()).refuse(503)
    await vi.advanceTimersByTimeAsync(1000)
    await server.next()

    expect(attempts).toHaveLength(4)
    expect(attempts).toMatchObject([
      { number: 1, failures: 0, lastEventId: '', error: undefined },
      { number: 2, failures: 0, lastEventId: '7', error: { code: 'network', attempt: 1 } },
      { number: 3, failures: 1, lastEventId: '7', error: { code: 'network', attempt: 2 } },
      { number: 4, failures: 2, lastEventId: '7', error: { code: 'http-status', status: 503 } },
    ])
  })

  test('has a signal that is aborted when its attempt is over', async () => {
    const { server, source, attempts } = openAsked()
    const exchange = await server.next()
    exchange.open('data: a\n\n')
    await vi.advanceTimersByTimeAsync(0)
    expect(attempts[0]?.signal.aborted).toBe(false)
    exchange.end()
    await vi.advanceTimersByTimeAsync(10)
    expect(attempts[0]?.signal.aborted).toBe(true)
    expect(attempts[1]?.signal.aborted).toBe(false)
    source.close()
    expect(attempts[1]?.signal.aborted).toBe(true)
  })

  test('is told of no error after reconnect()', async () => {
    const { server, source, attempts } = openAsked()
    ;(await server.next()).fail()
    await vi.advanceTimersByTimeAsync(0)
    source.reconnect()
    ;(await server.next()).open()
    await vi.advanceTimersByTimeAsync(0)
    source.reconnect()
    await server.next()
    // Neither where it cut a wait, nor where it dropped a connection.
    expect(attempts[1]).toMatchObject({ number: 2, error: undefined })
    expect(attempts[2]).toMatchObject({ number: 3, error: undefined })
  })

  test.for([
    { how: 'throws', fail: () => thrown('no token') },
    { how: 'rejects', fail: () => Promise.reject(new Error('no token')) },
  ])('that $how is asked again after a wait, and nothing was sent', async ({ fail }) => {
    const { server, source, attempts } = openAsked(({ number }) =>
      number < 3 ? fail() : undefined,
    )
    expect(await nextError(source)).toMatchObject({
      error: {
        code: 'request',
        message: expect.stringContaining('no token'),
        attempt: 1,
        cause: expect.objectContaining({ message: 'no token' }),
      },
      reconnectIn: 110,
    })
    await vi.advanceTimersByTimeAsync(110)
    expect(server.exchanges).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(310)
    expect(attempts).toHaveLength(3)
    expect(server.exchanges).toHaveLength(1)
  })

  test('is asked again even where what is lost is not repeated: nothing was sent', async () => {
    const once = ({ number }: Attempt) => (number === 1 ? thrown('no token') : undefined)
    const { server } = openAsked(once, { reconnect: undefined })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(server.exchanges).toHaveLength(1)
  })

  test('is waited for', async () => {
    const value = option === 'headers' ? { 'x-token': 'later' } : 'later'
    const { server } = openAsked(
      () => new Promise((resolve) => void setTimeout(() => resolve(value), 5000)),
    )
    await vi.advanceTimersByTimeAsync(4999)
    expect(server.exchanges).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(server.exchanges[0]?.init).toMatchObject(
      option === 'headers' ? { headers: { 'x-token': 'later' } } : { body: 'later' },
    )
  })
})

test('a 401 asks headers once more, at once; and again after a stream', async () => {
  const errors: unknown[] = []
  const headers = ({ error }: Attempt) => {
    errors.push(error?.status)
    return {}
  }
  const { server, source } = openSource({ headers })
  ;(await server.next()).refuse(401)
  ;(await server.next()).open('data: a\n\n').end()
  await vi.advanceTimersByTimeAsync(3000)
  ;(await server.next()).refuse(401)
  ;(await server.next()).refuse(401)
  expect(await source.closed).toMatchObject({
    reason: 'failed',
    error: { status: 401, attempt: 4 },
  })
  expect(errors).toEqual([undefined, 401, undefined, 401])
})

test('a 401 is final where headers is no function', async () => {
  const { server, source } = openSource({ headers: { authorization: 'Bearer old' } })
  ;(await server.next()).refuse(401)
  expect(await source.closed).toMatchObject({ reason: 'failed', error: { status: 401 } })
})

test('decide gets the same attempt', async () => {
  const decide = vi.fn(() => undefined)
  const { server } = openSource({ reconnect: { decide } })
  ;(await server.next()).open('id: 7\ndata: a\n\n').end()
  await vi.advanceTimersByTimeAsync(0)
  expect(decide.mock.calls).toMatchObject([
    [{ code: 'network' }, { number: 1, failures: 0, lastEventId: '', error: undefined }],
  ])
})

function thrown(message: string): never {
  throw new Error(message)
}
