// One server, behind nginx with one configuration after the other, and what a client sees. See README.md.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { certificate } from '../certificate.ts'
import { startNginx } from '../nginx.ts'
import { read, readOverOne, type Seen } from './client.ts'
import { type Query, startServer } from './server.ts'

/** Nothing was taken for so long: nothing will be, in milliseconds. */
const STANDSTILL = 500

const steady = { events: 10, pause: 150 }
const seldom = { events: 3, pause: 1600 }

const rows: { title: string; file: string; query: Query; streams?: number }[] = [
  { title: 'nothing said', file: 'plain', query: steady },
  { title: 'compressed', file: 'gzip', query: steady },
  { title: '… with 2000 spaces before each', file: 'gzip', query: { ...steady, padding: 2000 } },
  { title: '… with X-Accel-Buffering: no', file: 'gzip', query: { ...steady, accel: 'no' } },
  { title: 'proxy_buffering off', file: 'events', query: steady },
  { title: '… seven streams, HTTP/2', file: 'events', query: steady, streams: 7 },
  { title: 'idle connections cut', file: 'idle', query: seldom },
  { title: '… a comment each 400 ms', file: 'idle', query: { ...seldom, heartbeat: 400 } },
]

console.log(line('', 'file', 'events', 'late by', 'lost', 'missing'))
for (const { title, file, query, streams } of rows) {
  const { events, latest, lost, missing } = await measure(file, query, streams)
  console.log(line(title, `${file}.conf`, events, `${latest} ms`, lost, missing))
}

console.log('\n  160 MiB for a client that reads nothing: the server got rid of')
for (const file of ['plain', 'events']) {
  const mebibytes = ((await takenFor(file)) / 2 ** 20).toFixed(0)
  console.log(line('', `${file}.conf`, `${mebibytes} MiB`))
}

async function measure(file: string, query: Query, streams?: number): Promise<Seen> {
  const server = await startServer()
  const http2 = { listen: 'ssl http2', files: { 'both.pem': certificate() } }
  const proxy = await startNginx(server.origin, directivesOf(file), streams ? http2 : {})
  try {
    return streams
      ? await readOverOne(proxy.origin, streams, query)
      : await read(proxy.origin, query)
  } finally {
    await proxy.close()
    server.close()
  }
}

/** How many bytes of 160 MiB the server gets rid of while the client reads none. */
async function takenFor(file: string): Promise<number> {
  const server = await startServer()
  const proxy = await startNginx(server.origin, directivesOf(file))
  const client = new AbortController()
  await fetch(`${proxy.origin}/flood`, { signal: client.signal })
  let before: number
  do {
    before = server.taken()
    await sleep(STANDSTILL)
  } while (server.taken() > before)
  client.abort()
  await proxy.close()
  server.close()
  return before
}

function directivesOf(file: string): string {
  return readFileSync(join(import.meta.dirname, 'nginx', `${file}.conf`), 'utf8')
}

function line(title: string, file: string, ...cells: (string | number)[]): string {
  const columns = cells.map((cell) => String(cell).padStart(9))
  return `  ${title.padEnd(32)}${file.padEnd(12)}${columns.join('')}`
}
