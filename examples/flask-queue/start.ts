// Starts the Flask server, and brings listeners to it, one of which leaves early. See README.md.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startServerProcess, stopServerProcess } from '../server-process.ts'
import { step } from '../step.ts'
import { flask, need } from '../tools.ts'
import { Listener } from './client/listener.ts'

const { values } = parseArgs({
  options: {
    forever: { type: 'boolean', default: false },
    port: { type: 'string', default: '0' },
    heartbeat: { type: 'string', default: '1' },
  },
})

const server = startServerProcess(need(flask), [
  // Leaves nothing beside the source.
  '-B',
  join(import.meta.dirname, 'server', 'app.py'),
  `--port=${values.port}`,
  `--heartbeat=${values.heartbeat}`,
])
const url = await server.firstLine
console.log(url)
if (values.forever) {
  console.log(`Listen:  curl -N ${url}/events\nSay:     curl -d 'Hello' ${url}/say\nUntil Ctrl-C.`)
} else {
  await play()
  await stopServerProcess(server)
}

async function play(): Promise<void> {
  const [ann, bob, cem] = [new Listener(url), new Listener(url), new Listener(url)]
  const listening = Promise.all([ann, bob, cem].map((listener) => listener.listen()))
  await step('3 clients, 3 queues', async () => (await queues()) === 3)

  await say('Good morning,\neveryone')
  await step('All three have heard it', () =>
    [ann, bob, cem].every(({ heard }) => heard.length === 1),
  )

  cem.leave()
  await step('One has left, and its queue is gone', async () => (await queues()) === 2)

  await say('Good-bye')
  await step('The other two have heard it', () =>
    [ann, bob].every(({ heard }) => heard.length === 2),
  )
  console.log(JSON.stringify({ ann: ann.heard, bob: bob.heard, cem: cem.heard }, null, 1))

  ann.leave()
  bob.leave()
  await listening
  await step('All have left, and no queue is there', async () => (await queues()) === 0)
}

async function say(text: string): Promise<void> {
  await fetch(`${url}/say`, { method: 'POST', body: text })
}

async function queues(): Promise<number> {
  const response = await fetch(`${url}/queues`)
  return ((await response.json()) as { count: number }).count
}
