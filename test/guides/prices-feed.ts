// What the files "before" and "after" talk to: prices that can be resumed, over a connection that is cut once, and an
// answer to a question. Both want a token.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'

export const TOKEN = 'secret'

/** A listener for one run, of which the first stream of prices is cut. */
export function feed(): RequestListener {
  const run = { isRestarting: true, isToBeCut: true }
  return (request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://localhost')
    const token = request.headers.authorization ?? `Bearer ${searchParams.get('token')}`
    if (token !== `Bearer ${TOKEN}`) {
      response.writeHead(401).end()
    } else if (pathname.startsWith('/restarting/') && run.isRestarting) {
      run.isRestarting = false
      response.writeHead(503).end()
    } else if (pathname.endsWith('/prices')) {
      const lastEventId = request.headers['last-event-id'] ?? searchParams.get('lastEventId')
      prices(Number(lastEventId ?? 0), run.isToBeCut, response)
      run.isToBeCut = false
    } else if (pathname.endsWith('/chat') && request.method === 'POST') {
      void chat(request, response)
    } else {
      response.writeHead(404).end()
    }
  }
}

/** The prices after the last one that was seen: to the second, and the connection is lost; or all, and the end. */
function prices(seen: number, isToBeCut: boolean, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write('retry: 50\n: prices\n\n')
  const bids = isToBeCut ? [10.4, 10.5] : [10.4, 10.5, 10.6, 10.7]
  for (const [index, bid] of bids.entries()) {
    if (index >= seen) response.write(price(index + 1, bid))
  }
  // Later, as a browser drops what a page has not read yet when a connection breaks.
  if (isToBeCut) setTimeout(() => response.destroy(), 100)
  else response.write('event: done\ndata: the market is closed\n\n')
}

function price(id: number, bid: number): string {
  return `id: ${id}\nevent: price\ndata: ${JSON.stringify({ symbol: 'ACME', bid })}\n\n`
}

/** The question's words, as a language model would give them back. */
async function chat(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = ''
  for await (const text of request.setEncoding('utf8')) body += text
  const { question } = JSON.parse(body) as { question: string }
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  for (const token of question.split(' ')) response.write(`data: ${JSON.stringify({ token })}\n\n`)
  response.end('data: [DONE]\n\n')
}
