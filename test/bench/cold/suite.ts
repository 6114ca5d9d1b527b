import { join } from 'node:path'
import { EVENTSOURCE, FETCH_EVENT_SOURCE, FETCH_EVENTS, READ } from '../clients.ts'
import type { Options } from '../options.ts'
import { Child } from '../process/child.ts'
import { amount, ratio, type Report } from '../report.ts'
import { interleave, type Series } from '../rounds.ts'
import { withServer } from '../server-process.ts'
import { openInPages } from './pages.ts'

const names = [READ, EVENTSOURCE, FETCH_EVENTS, FETCH_EVENT_SOURCE]

/** How long a program's first source takes to its first event: a new process, or page, each time. */
export function measureCold({ rounds, quick }: Options): Promise<Report[]> {
  const times = quick ? 1 : rounds * 3
  return withServer(async (origin) => {
    console.log(`Node: ${names.length} clients, ${times} rounds`)
    const found = await interleave(names, times, async (name) => {
      const child = new Child(join(import.meta.dirname, 'first.ts'), [name])
      const figures = await child.ask<{ wall: number; cpu: number }>(`${origin}/idle`)
      await child.stop()
      return figures
    })
    const reports = [reportOf('Node', 'The bundle of each client is loaded before.', found)]
    const inPages = await openInPages(names, times)
    if (inPages) reports.push(reportOf('Chromium', 'In a page that was just loaded.', inPages))
    return reports
  })
}

function reportOf(
  where: string,
  how: string,
  found: Map<string, { wall: Series; cpu?: Series }>,
): Report {
  const peer = found.get(EVENTSOURCE)!
  const hasCpu = peer.cpu !== undefined
  return {
    title: `Time to open, cold, ${where}`,
    about: `Milliseconds until the first event of the first source is there, over loopback. ${how}`,
    columns: ['client', 'ms', `× ${EVENTSOURCE}`, ...(hasCpu ? ['ms CPU', '(CPU)'] : [])],
    rows: Array.from(found, ([name, { wall, cpu }]) => [
      name,
      amount(wall.median),
      ratio(wall.over(peer.wall)),
      ...(cpu ? [amount(cpu.median), ratio(cpu.over(peer.cpu!))] : []),
    ]),
  }
}
