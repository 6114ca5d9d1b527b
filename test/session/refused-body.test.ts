import { expect, test, vi } from 'vitest'
import { FetchEventSource, type FetchEventSourceInit } from '../../src/index.ts'

/** A source whose requests are all refused with a body that tells when it is cancelled. */
function refusedSource(
  status: number,
  init: (source: () => FetchEventSource) => FetchEventSourceInit,
) {
  const cancelled: number[] = []
  let requests = 0
  const fetch = async () => {
    const request = ++requests
    const body = new ReadableStream({ cancel: () => void cancelled.push(request) })
    return new Response(body, { status })
  }
  const source: FetchEventSource = new FetchEventSource('https://example.com/', {
    ...init(() => source),
    fetch,
  })
  return { source, cancelled }
}

test('headers that throw when a 401 asks them again leave no body behind', async () => {
  let asked = 0
  const { source, cancelled } = refusedSource(401, () => ({
    headers: () => {
      if (++asked === 2) throw new Error('no token')
      return {}
    },
  }))
  source.onerror = () => source.close()
  await source.closed
  await vi.waitFor(() => expect(cancelled).toEqual([1]))
})

test('close() while headers are asked again leaves no body behind', async () => {
  const { source, cancelled } = refusedSource(401, (source) => ({
    headers: ({ error }) => {
      if (!error) return {}
      source().close()
      return new Promise(() => {})
    },
  }))
  await source.closed
  await vi.waitFor(() => expect(cancelled).toEqual([1]))
})

test('a refused body that no one reads is cancelled before the next attempt', async () => {
  const seen: number[][] = []
  const { source, cancelled } = refusedSource(503, (source) => ({
    reconnect: { statuses: 'transient', delay: 0, jitter: false, maxDelay: 0 },
    trace: ({ type, attempt }) => {
      if (type === 'response') seen.push([...cancelled])
      if (attempt === 3) source().close()
    },
  }))
  await source.closed
  expect(seen).toEqual([[], [1]])
})

test('a refused body that is read is left to its reader', async () => {
  const { source, cancelled } = refusedSource(500, () => ({}))
  const { error } = await source.closed
  const reader = error!.response!.body!.getReader()
  await new Promise((resolve) => setTimeout(resolve))
  expect(cancelled).toEqual([])
  await reader.cancel()
})
