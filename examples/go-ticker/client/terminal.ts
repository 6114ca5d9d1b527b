// Three ticks, and then what the server thinks of it. node terminal.ts URL
import { setTimeout as sleep } from 'node:timers/promises'
import { fetchEvents } from 'millrace'
import type { Tick } from './tick.ts'

const TICKS = 3
const origin = process.argv[2]
if (origin === undefined) throw new Error('Say where the server is: node terminal.ts URL')

const ticks = fetchEvents(new URL('/time', origin), { parse: (data): Tick => JSON.parse(data) })
let left = TICKS
let listening = 0
for await (const { type, data } of ticks) {
  console.log(`${type} ${data.time}, ${data.clients} listening`)
  listening = data.clients
  // Leaving the loop closes the connection.
  if (--left === 0) break
}

const clients = async () => Number(await (await fetch(new URL('/clients', origin))).text())
while ((await clients()) >= listening) await sleep(20)
console.log('The server has noticed that we are gone')
