import { once } from 'node:events'
import { join } from 'node:path'
import { type ServerProcess, startServerProcess, stopServerProcess } from '../server-process.ts'
import { step } from '../step.ts'
import { Crowd } from './client/crowd.ts'
import { SharedLog } from './server/log.ts'
import { startNginx } from './server/nginx.ts'

/** What came of a crash. */
export interface Crash {
  /** How long after it each client came back, in milliseconds. */
  delays: number[]
  /** How many clients lack an event, or have one twice or out of order. */
  wrong: number
}

const SERVERS = 3

/** Milliseconds between two events. */
const EVERY = 200

/** Brings clients to three servers behind nginx, kills one of these, and sees what becomes of its clients. */
export async function crash(size: number, spread: number): Promise<Crash> {
  const log = new SharedLog()
  const logUrl = await log.start(EVERY)
  const script = join(import.meta.dirname, 'server', 'server.ts')
  const servers = Array.from({ length: SERVERS }, () =>
    startServerProcess(process.execPath, [script, logUrl]),
  )
  const urls = await Promise.all(servers.map(({ firstLine }) => firstLine))
  const nginx = await startNginx(urls)
  const crowd = new Crowd(`${nginx.url}/events`, size, spread)
  const counts = (living: string[]) => Promise.all(living.map(clientsOf))

  const everyone = async (living: string[]) => sum(await counts(living)) === size
  await step(`${size} clients are connected`, () => everyone(urls))
  await step('Each has got the first events', () => crowd.has(5))
  console.log(`Clients of each server: ${(await counts(urls)).join(', ')}`)

  const crashed = performance.now()
  await kill(servers[0]!)
  const living = urls.slice(1)
  console.log('One server is killed')
  await step('All its clients are with the others', () => everyone(living))
  console.log(`Clients of each server: ${(await counts(living)).join(', ')}`)
  const last = log.length + 1
  await step('Each has got the events up to now', () => crowd.has(last))

  const { wrong, arrivals } = crowd
  crowd.close()
  log.stop()
  await Promise.all([...servers.map(stopServerProcess), nginx.stop()])
  return { delays: arrivals.map((at) => at - crashed), wrong }
}

/** As a crash or the kernel would do it: nothing is said to anyone. */
async function kill({ process }: ServerProcess): Promise<void> {
  const exit = once(process, 'exit')
  process.kill('SIGKILL')
  await exit
}

async function clientsOf(url: string): Promise<number> {
  return Number(await (await fetch(`${url}/clients`)).text())
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
