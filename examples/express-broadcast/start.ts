// Builds the page and serves it, by one instance after the other. See README.md.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from 'vite'
import { type Instance, startInstance } from './server/instance.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    heartbeat: { type: 'string', default: '30000' },
    ping: { type: 'string', default: '5000' },
  },
})

const root = import.meta.dirname
await build({ root, logLevel: 'warn' })
let number = 1
let instance = await start(Number(values.port), number)
console.log(`http://127.0.0.1:${instance.port}`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void shutDown())

function start(port: number, number: number): Promise<Instance> {
  return startInstance({
    port,
    page: join(root, 'dist'),
    number,
    heartbeat: Number(values.heartbeat),
    ping: Number(values.ping),
    onRestart: () => void restart(),
  })
}

/** What a deployment does: the old one goes in good order, and a new one takes its port. */
async function restart(): Promise<void> {
  await instance.shutDown()
  instance = await start(instance.port, ++number)
}

async function shutDown(): Promise<void> {
  await instance.shutDown()
  process.exit()
}
