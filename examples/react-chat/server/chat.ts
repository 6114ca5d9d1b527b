import { setTimeout as sleep } from 'node:timers/promises'
import { createEventBuffer } from 'better-sse'
import type { RequestHandler } from 'express'

/** Answers word by word; from the one after Last-Event-ID, where an answer is resumed. */
export const chat: RequestHandler = async (req, res) => {
  const words = answerTo(req.body.question)
  const lastEventId = Number(req.get('last-event-id') ?? 0)
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  for (let id = lastEventId + 1; id <= words.length && !res.destroyed; id++) {
    await sleep(40)
    res.write(
      createEventBuffer()
        .push(words[id - 1], 'message', String(id))
        .read(),
    )
  }
  res.end()
}

function answerTo(question: string): string[] {
  const answer =
    `You asked: “${question}” I am a small server, and know one thing only. An event stream is an HTTP response that does not ` +
    'end: the server writes to it whenever it has something to say, a few lines of text at a time. If every event has an ID, a ' +
    'client that lost the connection can say which one it saw last, and the server goes on from there.'
  return answer.split(/(?<= )/)
}
