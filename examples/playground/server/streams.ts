import { loadavg } from 'node:os'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { createEventBuffer } from 'better-sse'
import type { RequestHandler } from 'express'

const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }

const EVENTS = 2000
const MOST = 1_000_000
const EVENTS_A_WRITE = 500

/** A little of everything: several types, JSON and lines of text, comments, pauses of all lengths. */
export const machine: RequestHandler = async (req, res) => {
  res.writeHead(200, headers)
  res.write('retry: 1500\n\n')
  const first = Number(req.get('last-event-id') ?? 0) + 1
  for (let id = first; id <= EVENTS && !res.destroyed; id++) {
    const { heapUsed: heap, rss } = process.memoryUsage()
    // Puts text down as it is, and each call of `data` on a line of its own.
    const event = createEventBuffer({
      serializer: (data) => (typeof data === 'string' ? data : JSON.stringify(data)),
    }).id(String(id))
    if (id % 7 === 0) event.event('note').data(`${id} events,`).data('and still here')
    else event.event('sample').data({ load: loadavg(), memory: { heap, rss } })
    event.dispatch()
    res.write(event.read())
    if (id % 5 === 0) res.write(`: heartbeat ${id}\n\n`)
    await sleep(30 + 400 * Math.random() ** 3)
  }
  res.end()
}

/** So many events (`?events=`) as fast as they are taken, and then the end for good. */
export const flood: RequestHandler = async (req, res) => {
  const events = Math.min(Number(req.query['events'] ?? 100_000), MOST)
  const done = Number(req.get('last-event-id') ?? 0)
  if (done >= events) return void res.status(204).end()
  res.writeHead(200, headers)
  // As fast as they are taken; who goes away ends it.
  await pipeline(numbered(done, events), res).catch(() => {})
}

function* numbered(done: number, events: number): Generator<string> {
  yield 'retry: 200\n\n'
  for (let id = done; id < events;) {
    let text = ''
    for (const end = Math.min(id + EVENTS_A_WRITE, events); id < end;) {
      id++
      text += `event: ${id % 10 ? 'drop' : 'tenth'}\nid: ${id}\ndata: {"number":${id}}\n\n`
    }
    yield text
  }
}
