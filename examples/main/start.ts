// The demo: a server that misbehaves, three streams from it, and a count of what arrived. See README.md.
import { parseArgs } from 'node:util'
import { readChat } from './client/chat.ts'
import { readJob } from './client/job.ts'
import type { Reading } from './client/reading.ts'
import { readTicker } from './client/ticker.ts'
import { startServer, type StreamName } from './server/server.ts'
import { Tally } from './tally.ts'
import { failure, happened, heading, intro, onward, table } from './terminal.ts'

const streams: { name: StreamName; title: string; read: (reading: Reading) => Promise<void> }[] = [
  { name: 'ticker', title: 'Ticker: GET with a bearer token that expires', read: readTicker },
  { name: 'chat', title: 'Chat: POST, answered token by token', read: readChat },
  { name: 'job', title: 'Job: progress, until 204 No Content', read: readJob },
]

const { values } = parseArgs({
  options: {
    forever: { type: 'boolean', default: false },
    port: { type: 'string', default: '0' },
  },
})

const tallies = new Map<string, Tally>()
const tallyOf = (stream: string, client: string) => tallies.get(`${stream} ${client}`)
const server = await startServer(Number(values.port), {
  sent: (stream, client, id) => tallyOf(stream, client)?.sent(id),
  cut(stream, client, id) {
    // Of others, such as curl, nothing is shown.
    if (tallyOf(stream, client)) happened(`✂ the server cuts the connection inside event ${id}`)
  },
})
intro(server.url, values.forever)

let isComplete: boolean
let round = 0
do {
  isComplete = await play(`round-${++round}`)
} while (values.forever)
server.close()
onward()
process.exitCode = isComplete ? 0 : 1

/** Reads the three streams, one after the other, and shows the count; whether it is right. */
async function play(client: string): Promise<boolean> {
  const signal = AbortSignal.timeout(20_000)
  const rows: { name: string; tally: Tally }[] = []
  tallies.clear()
  for (const { name, title, read } of streams) {
    const tally = new Tally()
    tallies.set(`${name} ${client}`, tally)
    rows.push({ name, tally })
    heading(title)
    try {
      await read({ url: `${server.url}/${name}?client=${client}`, tally, signal })
      tally.isFinished = true
    } catch (error) {
      failure(error)
    }
  }
  return table(rows)
}
