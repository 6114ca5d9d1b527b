// A server that sends numbered events to all who are there, in a process of its own, which can be killed and started again on
// the same port. Told by messages; IDs are the numbers, so it needs to know but the last one.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

const [port = '0', sent = '0'] = process.argv.slice(2)
let last = Number(sent)
const open = new Set<ServerResponse>()

const server = createServer((request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.flushHeaders()
  const from = Number(request.headers['last-event-id'] ?? last)
  response.write(text(from, last) || ':\n')
  open.add(response)
  response.once('close', () => open.delete(response))
})

function text(after: number, until: number): string {
  let events = ''
  for (let number = after + 1; number <= until; number++)
    events += `id: ${number}\ndata: ${number}\n\n`
  return events
}

/** Sends so many events to all. */
process.on('message', (count: number) => {
  const events = text(last, last + count)
  last += count
  for (const response of open) response.write(events)
  process.send!({ last })
})
process.on('disconnect', () => process.exit())
// Whatever happens, it ends.
setTimeout(() => process.exit(1), 10 * 60_000).unref()

server.listen({ port: Number(port), host: '127.0.0.1', backlog: 20_000 }, () =>
  process.send!({ port: (server.address() as AddressInfo).port }),
)
