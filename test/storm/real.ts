import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { FetchEventSource } from '../../src/index.ts'

const MiB = 2 ** 20

/** So often the server is killed. */
const KILLS = 3
const EVENTS = 10

/** What came of it. */
export interface RealStorm {
  sources: number
  kills: number
  /** Events that were to come, to all sources together, and that did, in order. */
  expected: number
  received: number
  wrong: number
  /** From the restart of the server until every source had everything, for each restart. */
  backAfterSeconds: number[]
  residentMiB: number
}

/** Real sources in this process, and a server that is killed and comes back. */
export async function runReal(count: number): Promise<RealStorm> {
  const first = await start(0, 0)
  const { port } = first
  let { child } = first
  let last = 0
  const seen = new Uint32Array(count)
  let wrong = 0
  let received = 0
  let opened = 0
  let changed = () => {}
  const until = async (holds: () => boolean) => {
    while (!holds()) await new Promise<void>((resolve) => (changed = resolve))
  }
  const sources = Array.from(seen, (_, index) => {
    const source = new FetchEventSource(`http://127.0.0.1:${port}/`, {
      lastEventId: '0',
      reconnect: { delay: 500, spread: 4000 },
      onOpen: () => {
        opened++
        changed()
      },
    })
    source.onmessage = ({ data }) => {
      if (Number(data) !== seen[index]! + 1) wrong++
      seen[index] = Number(data)
      received++
      changed()
    }
    return source
  })
  const publish = async () => {
    child.send(EVENTS)
    ;[{ last }] = (await once(child, 'message')) as [{ last: number }]
  }
  const backAfterSeconds: number[] = []
  await until(() => opened === count)
  for (let kill = 0; kill < KILLS; kill++) {
    await publish()
    await until(() => received === last * count)
    child.kill('SIGKILL')
    await once(child, 'exit')
    // The log has moved on meanwhile.
    last += EVENTS
    ;({ child } = await start(port, last))
    const restarted = performance.now()
    await until(() => received === last * count)
    backAfterSeconds.push(Math.round((performance.now() - restarted) / 100) / 10)
  }
  const residentMiB = Math.round(process.memoryUsage().rss / MiB)
  for (const source of sources) source.close()
  child.disconnect()
  const expected = last * count
  return { sources: count, kills: KILLS, expected, received, wrong, backAfterSeconds, residentMiB }
}

async function start(port: number, last: number): Promise<{ child: ChildProcess; port: number }> {
  const file = fileURLToPath(new URL('feed-process.ts', import.meta.url))
  const child = fork(file, [`${port}`, `${last}`], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  const [started] = (await once(child, 'message')) as [{ port: number }]
  return { child, port: started.port }
}
