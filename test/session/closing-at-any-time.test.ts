import { expect, onTestFinished, test } from 'vitest'
import { FetchEventSource, type FetchEventSourceInit, type TraceRecord } from '../../src/index.ts'

const url = 'https://example.com/events'

/** More microtasks than any attempt takes from its beginning until it waits for the network, or has read what there is. */
const STEPS = 60

const eventStream = { 'content-type': 'text/event-stream' }

/** How each request is answered: by a `fetch` that ignores its signal, at once. */
const answers: Record<string, { status: number; headers: HeadersInit; text: string }> = {
  'a stream': { status: 200, headers: eventStream, text: 'id: 1\ndata: a\n\n' },
  'a status': { status: 503, headers: {}, text: 'busy' },
  'a status that asks again': { status: 401, headers: {}, text: 'expired' },
  'a wrong content type': { status: 200, headers: { 'content-type': 'text/html' }, text: '<p>' },
}

const ways: Record<string, (source: FetchEventSource, abort: () => void) => void> = {
  'close()': (source) => source.close(),
  'an abort': (_, abort) => abort(),
}

const functions: Record<string, FetchEventSourceInit> = {
  'no functions': {},
  'a function for headers': { headers: () => Promise.resolve({}) },
  errorBody: { errorBody: 10 },
}

test.for(
  Object.keys(answers).flatMap((answer) =>
    Object.keys(ways).flatMap((way) => Object.keys(functions).map((given) => [answer, way, given])),
  ),
)(
  '%s, %s, %s: from then on nothing is sent or traced, and no body is left',
  async ([answer, way, given]) => {
    for (let step = 0; step < STEPS; step++) {
      const { status, headers, text } = answers[answer!]!
      let requests = 0
      let left = 0
      const fetch = async () => {
        requests++
        left++
        const body = new ReadableStream<Uint8Array>({
          start: (controller) => controller.enqueue(new TextEncoder().encode(text)),
          cancel: () => void left--,
        })
        return new Response(body, { status, headers })
      }
      const records: TraceRecord[] = []
      const controller = new AbortController()
      const source = new FetchEventSource(url, {
        ...functions[given!],
        fetch,
        signal: controller.signal,
        trace: (record) => void records.push(record),
        reconnect: { statuses: [503] },
      })
      onTestFinished(() => source.close())
      for (let count = 0; count < step; count++) await Promise.resolve()
      ways[way!]!(source, () => controller.abort())
      const sent = { requests, records: records.length }
      // All timers of nought and all microtasks have their turn.
      for (let turns = 0; turns < 3; turns++) await new Promise((resolve) => setTimeout(resolve))
      expect({ step, requests, records: records.length }).toEqual({ step, ...sent })
      expect(records.at(-1)?.type).toBe('closed')
      expect({ step, left }).toEqual({ step, left: 0 })
    }
  },
)
