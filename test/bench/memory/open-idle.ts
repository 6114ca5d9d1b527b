import type { Client } from '../clients.ts'

/** What an idle stream costs: bytes of heap, seconds to open all of them, and timers set for each. */
export interface IdleCost {
  heap: number
  wall: number
  cpu: number
  timers: number
}

/** Opens that many streams, and waits until the first event of each is there. */
export async function openIdle(client: Client, url: string, streams: number): Promise<IdleCost> {
  let timers = 0
  const { setTimeout, setInterval } = globalThis
  const counted = <Set extends (...args: never[]) => unknown>(set: Set) =>
    ((...args: never[]) => (timers++, set(...args))) as unknown as Set
  Object.assign(globalThis, {
    setTimeout: counted(setTimeout),
    setInterval: counted(setInterval),
  })
  // The first one brings what all share.
  await open(client, url)
  const before = heapUsed()
  timers = 0
  const cpu = process.cpuUsage()
  const start = performance.now()
  await Promise.all(Array.from({ length: streams }, () => open(client, url)))
  const wall = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const each = timers / streams
  Object.assign(globalThis, { setTimeout, setInterval })
  const heap = (heapUsed() - before) / streams
  return { heap, wall, cpu: (user + system) / 1e6, timers: each }
}

function open(client: Client, url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const event = () => {
      resolve()
      return false
    }
    client(url, { event, chunk: event }).catch(reject)
  })
}

function heapUsed(): number {
  // The second run frees what the first one only finalized.
  globalThis.gc!()
  globalThis.gc!()
  return process.memoryUsage().heapUsed
}
