// Compiles and starts the broker, brings a crowd to it, and counts. See README.md.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startGoServer } from '../go-server.ts'
import { stopServerProcess } from '../server-process.ts'
import { step } from '../step.ts'
import { Broker } from './client/broker.ts'
import { Crowd } from './client/crowd.ts'

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '1000' },
    events: { type: 'string', default: '50' },
  },
})
const [size, count] = [Number(values.clients), Number(values.events)]

const server = await startGoServer(join(import.meta.dirname, 'server'), [])
const broker = new Broker(await server.firstLine)
const crowd = new Crowd(broker, size)

await step(`${size} clients are connected`, async () => (await broker.stats()).clients === size)

const sent = Array.from({ length: count }, (_, index) => `event ${index + 1}`)
const isComplete = () => crowd.received.every((texts) => texts.length >= count)
const published = (async () => {
  for (const text of sent) await broker.publish(text)
})()
await step(`${count} events have come to each of them`, isComplete)
await published

const expected = sent.join()
const wrong = crowd.received.filter((texts) => texts.join() !== expected).length
const total = crowd.received.reduce((sum, texts) => sum + texts.length, 0)
console.log(`${total} events received, ${size * count} expected`)
console.log(`${wrong} clients lack an event, or have one twice or out of order`)

crowd.close()
await step('The broker counts no client any more', async () => (await broker.stats()).clients === 0)
const { dropped } = await broker.stats()
console.log(`${dropped} clients were dropped for reading too slowly`)
await stopServerProcess(server)
process.exitCode = wrong === 0 && dropped === 0 ? 0 : 1
