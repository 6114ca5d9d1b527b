import { join } from 'node:path'
import {
  CLIENT_CALLBACK,
  EVENTSOURCE,
  FETCH_EVENT_SOURCE,
  FETCH_EVENTS,
  NATIVE,
  READ,
  READ_EVENTS,
} from '../clients.ts'
import type { Question } from '../client.ts'
import type { Options } from '../options.ts'
import { Child } from '../process/child.ts'
import { amount, ratio, type Report } from '../report.ts'
import { interleave } from '../rounds.ts'
import { withServer } from '../server-process.ts'
import type { IdleCost } from './open-idle.ts'

const faces = [FETCH_EVENTS, FETCH_EVENT_SOURCE, READ_EVENTS]
const peers = [READ, EVENTSOURCE, CLIENT_CALLBACK, NATIVE]

/** Each measurement has a process of its own: what one leaves on the heap would count for the next. */
export function measureMemory({ rounds, quick, only, against }: Options): Promise<Report[]> {
  const streams = quick ? 20 : 2000
  const contenders = [...peers, ...faces].map((name) => ({ name, folder: [] as string[] }))
  if (against !== undefined) {
    contenders.push(...faces.map((name) => ({ name, folder: [against] })))
  }
  const chosen = contenders.filter(({ name }) => name === READ || only.test(name))
  return withServer(async (origin) => {
    console.log(`Idle streams: ${chosen.length} clients, ${rounds} rounds`)
    const question: Question = { what: 'idle', url: `${origin}/idle`, streams }
    const found = await interleave(chosen, rounds, async ({ name, folder }) => {
      const child = new Child(join(import.meta.dirname, '../client.ts'), [name, ...folder])
      const { heap, wall, cpu, timers } = await child.ask<IdleCost>(question)
      await child.stop()
      return { heap, wall, cpu, timers }
    })
    const bare = found.get(chosen[0]!)!
    const rows = Array.from(found, ([{ name, folder }, { heap, wall, cpu, timers }]) => [
      name + (folder.length > 0 ? ' (against)' : ''),
      amount(heap.median / 1024),
      ratio(heap.over(bare.heap)),
      amount(wall.median * 1000),
      ratio(wall.over(bare.wall)),
      ratio(cpu.over(bare.cpu)),
      String(timers.median),
    ])
    return [
      {
        title: `${streams} idle streams`,
        about: `Heap each, and the time until the first event of all of them is there, beside "${READ}". Timers: set for each stream by the client; those within fetch do not count.`,
        columns: ['client', 'KiB', '× fetch', 'ms to open', '× fetch', '(CPU)', 'timers'],
        rows,
      },
    ]
  })
}
