// A server in a process of its own, so that neither its memory nor its sockets count as the client's.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

let requests = 0
const waiting: { count: number; answer: () => void }[] = []

const server = createServer((request, response) => {
  requests++
  while (waiting[0] && waiting[0].count <= requests) waiting.shift()!.answer()
  if (request.url === '/silent') return
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  if (request.url === '/ended') response.end('id: 1\ndata: a\n\n')
  else response.write('id: 1\ndata: a\n\n')
})

/** What the client asks by message. */
const answers: Record<string, (count: number, answer: (value: unknown) => void) => void> = {
  /** Answers when that many requests have come since the process began. */
  requests(count, answer) {
    const done = () => answer(requests)
    if (count <= requests) done()
    else waiting.push({ count, answer: done })
  },
  /** Answers with the number of sockets that are left when the idle ones are closed. */
  connections(_, answer) {
    server.closeIdleConnections()
    server.getConnections((_, count) => answer(count))
  },
}

process.on('message', ({ id, ask, count }: { id: number; ask: string; count: number }) => {
  answers[ask]!(count, (value) => process.send!({ id, value }))
})
process.on('disconnect', () => process.exit())
// Whatever happens to the tests, it ends.
setTimeout(() => process.exit(1), 10 * 60_000).unref()

server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as AddressInfo).port }))
