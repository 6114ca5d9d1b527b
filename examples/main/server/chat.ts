import { setTimeout as sleep } from 'node:timers/promises'
import { createEventBuffer, type EventBuffer } from 'better-sse'
import { cutInside } from './cut.ts'
import type { StreamHandler } from './server.ts'

const ANSWER =
  'An event stream is an HTTP response that does not end: the server writes to it whenever it has ' +
  'something to say, a few lines of text at a time. If every event has an ID, a client that lost ' +
  'the connection can say which one it saw last, and the server goes on from there.'

/**
 * An answer in the format of OpenAI's API, `data: [DONE]` at the end; but with IDs, so that it can be resumed. Cuts the
 * first connection halfway.
 */
export const chat: StreamHandler = async (req, res, log) => {
  const lastEventId = Number(req.get('last-event-id') ?? 0)
  const words = ANSWER.split(/(?<=\s)/)
  const events = [...words.map((content) => chunk({ content })), chunk({}, 'stop'), '[DONE]']
  // No session of better-sse here: it takes a request whose body was read for one that is over.
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  res.write(eventBuffer().retry(250).dispatch().read())
  for (let id = lastEventId + 1; id <= events.length; id++) {
    await sleep(20)
    if (res.destroyed) return
    const event = eventBuffer()
      .id(String(id))
      .data(events[id - 1])
      .dispatch()
    if (lastEventId === 0 && id > events.length / 2) {
      log.cut(id)
      return cutInside(event, res)
    }
    res.write(event.read())
    log.sent(id)
  }
  res.end()
}

/** Puts data down as JSON, text as it is. */
function eventBuffer(): EventBuffer {
  return createEventBuffer({
    serializer: (data) => (typeof data === 'string' ? data : JSON.stringify(data)),
  })
}

function chunk(delta: { content?: string }, finish_reason: 'stop' | null = null): object {
  return {
    id: 'chatcmpl-demo',
    object: 'chat.completion.chunk',
    created: Math.floor(Date.now() / 1000),
    model: 'demo',
    choices: [{ index: 0, delta, finish_reason }],
  }
}
