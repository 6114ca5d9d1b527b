// One server, behind nginx with one configuration after the other, and what a client sees. See README.md.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { certificate } from '../certificate.ts'
import { startNginx } from '../nginx.ts'
import { read, readOverOne, type Seen } from './client.ts'
import { type Query, startServer } from './server.ts'

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

async function measure(file: string, query: Query, streams?: number): Promise<Seen> {
  const server = await startServer()
  const directives = readFileSync(join(import.meta.dirname, 'nginx', `${file}.conf`), 'utf8')
  const http2 = { listen: 'ssl http2', files: { 'both.pem': certificate() } }
  const proxy = await startNginx(server.origin, directives, streams ? http2 : {})
  try {
    return streams
      ? await readOverOne(proxy.origin, streams, query)
      : await read(proxy.origin, query)
  } finally {
    await proxy.close()
    server.close()
  }
}

function line(title: string, file: string, ...cells: (string | number)[]): string {
  const columns = cells.map((cell) => String(cell).padStart(9))
  return `  ${title.padEnd(32)}${file.padEnd(12)}${columns.join('')}`
}
