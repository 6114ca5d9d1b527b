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
  errorBody: { errorBody: 3 },
}

/** A `fetch` that ignores its signal, and answers at once; and what became of it. */
function answering({ status, headers, text }: (typeof answers)[string]) {
  const seen = { requests: 0, left: 0 }
  const fetch = async () => {
    seen.requests++
    seen.left++
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(text)),
      cancel: () => void seen.left--,
    })
    return new Response(body, { status, headers })
  }
  return { seen, fetch }
}

async function steps(count: number): Promise<void> {
  for (let step = 0; step < count; step++) await Promise.resolve()
}

/** All timers of nought and all microtasks have their turn. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setTimeout(resolve))
}

test.for(
  Object.keys(answers).flatMap((answer) =>
    Object.keys(ways).flatMap((way) => Object.keys(functions).map((given) => [answer, way, given])),
  ),
)(
  '%s, %s, %s: from then on nothing is sent or traced, and no body is left',
  async ([answer, way, given]) => {
    for (let step = 0; step < STEPS; step++) {
      const { seen, fetch } = answering(answers[answer!]!)
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
      await steps(step)
      ways[way!]!(source, () => controller.abort())
      const sent = { requests: seen.requests, records: records.length }
      await turns()
      const { requests, left } = seen
      expect({ step, requests, records: records.length }).toEqual({ step, ...sent })
      expect(records.at(-1)?.type).toBe('closed')
      expect({ step, left }).toEqual({ step, left: 0 })
    }
  },
)

test.for(
  Object.keys(answers).flatMap((answer) =>
    Object.keys(functions).map((given) => [answer, given] as const),
  ),
)(
  '%s, %s: reconnect() leaves one connection, and nothing of the one before is told',
  async ([answer, given]) => {
    for (let step = 0; step < STEPS; step++) {
      const { seen, fetch } = answering(answers[answer]!)
      const attempts: number[] = []
      const source = new FetchEventSource(url, {
        ...functions[given],
        fetch,
        trace: ({ attempt }) => void attempts.push(attempt),
        reconnect: { statuses: [503] },
      })
      onTestFinished(() => source.close())
      await steps(step)
      source.reconnect()
      await turns()
      expect(attempts).toEqual(attempts.toSorted((one, other) => one - other))
      const isOpen = answer === 'a stream'
      const { left } = seen
      expect({ step, left, state: source.readyState === 1 }).toEqual({
        step,
        left: isOpen ? 1 : 0,
        state: isOpen,
      })
      source.close()
      await turns()
      expect({ step, left: seen.left }).toEqual({ step, left: 0 })
    }
  },
)
