// One of the servers behind nginx: node server.ts URL-OF-THE-LOG. It knows what is in the log, and nothing of its clients but
// what they say themselves: so a client can go on at any other.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fetchEvents } from 'millrace'

const log = process.argv[2]
if (log === undefined) throw new Error('Say where the log is: node server.ts URL')

/** What has come from the log; the event with the ID 1 is the first. */
const events: string[] = []
/** Each client, and the ID of the last event that was sent to it. */
const clients = new Map<ServerResponse, number>()

const server = createServer((request, response) => {
  if (request.url === '/clients') return void response.end(String(clients.size))
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write('retry: 500\n\n')
  clients.set(response, Number(request.headers['last-event-id'] ?? 0))
  send(response)
  response.once('close', () => clients.delete(response))
})
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})

// If the log cannot be read for a moment, this goes on where it was.
for await (const { data, lastEventId } of fetchEvents(log)) {
  events.push(`id: ${lastEventId}\ndata: ${data}\n\n`)
  for (const response of clients.keys()) send(response)
}

/** Sends what that client does not have. It may be ahead of this server, if it comes from one that is faster. */
function send(response: ServerResponse): void {
  const sent = clients.get(response) ?? 0
  if (sent >= events.length) return
  response.write(events.slice(sent).join(''))
  clients.set(response, events.length)
}
