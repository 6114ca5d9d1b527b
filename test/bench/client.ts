// One client, in a process of its own. Arguments: its name, and where its millrace is.
import { WebSocket } from 'ws'
import {
  type Client,
  eventSourceClient,
  facesOf,
  NATIVE,
  NATIVE_WEBSOCKET,
  peers,
  webSocketClient,
} from './clients.ts'
import { rateOf } from './consumers.ts'
import { loadMillrace } from './millrace.ts'
import { answer } from './process/answer.ts'
import { Arrivals } from './stream/arrivals.ts'
import { openIdle } from './memory/open-idle.ts'

/** What is to be read: streams of that many events, for so many seconds; one whose latency counts; many that are idle. */
export type Question =
  | { what: 'rate'; url: string; events: number; seconds: number; mixed?: boolean | undefined }
  | { what: 'latency'; url: string; events: number }
  | { what: 'idle'; url: string; streams: number }

const [, , name, folder] = process.argv
// What @microsoft/fetch-event-source expects of a page.
Object.assign(globalThis, { window: globalThis, document: { removeEventListener() {} } })

const ws: Client = (url, consumer) =>
  new Promise((resolve) => {
    const socket = new WebSocket(url.replace('http', 'ws'))
    socket.on('message', (data) => {
      if (!consumer.event(data.toString())) return
      socket.close()
      resolve()
    })
  })

const clients: Record<string, Client> = { ...peers, ...facesOf(await loadMillrace(folder)), ws }
if (globalThis.EventSource) clients[NATIVE] = eventSourceClient(globalThis.EventSource)
if (globalThis.WebSocket) clients[NATIVE_WEBSOCKET] = webSocketClient(globalThis.WebSocket)
const client = clients[name!]
if (!client) throw new Error(`no client '${name}'`)

let hasReadWithAll = false

/** Reads a little with every client, once. */
async function readWithAll(url: string, events: number): Promise<void> {
  if (hasReadWithAll) return
  hasReadWithAll = true
  const short = new URL(url)
  short.searchParams.set('events', String(events))
  for (const [other, read] of Object.entries(clients)) {
    if (!/websocket|^ws$/i.test(other)) await rateOf(read, short.href, events, 0)
  }
}

await answer(async (question: Question) => {
  const { what, url } = question
  switch (what) {
    case 'rate': {
      if (question.mixed) {
        await readWithAll(url, Math.min(5000, question.events))
        globalThis.gc!()
      }
      const cpu = process.cpuUsage()
      const { total, rate } = await rateOf(client, url, question.events, question.seconds)
      const { user, system } = process.cpuUsage(cpu)
      return { wall: rate, cpu: total / ((user + system) / 1e6) }
    }
    case 'latency': {
      const arrivals = new Arrivals(question.events)
      await client(url, arrivals)
      return { p50: arrivals.quantile(0.5), p99: arrivals.quantile(0.99) }
    }
    case 'idle':
      return openIdle(client, url, question.streams)
  }
})
