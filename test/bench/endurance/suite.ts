import { join } from 'node:path'
import type { Options } from '../options.ts'
import { Child } from '../process/child.ts'
import { amount, type Report } from '../report.ts'
import { withServer } from '../server-process.ts'
import type { Question, Stage } from './source.ts'

const STAGES = 10

/** One source that is reconnected again and again: whether its heap stays flat, and whether it is as fast at the end. */
export function measureEndurance({ quick, only }: Options): Promise<Report[]> {
  const connections = quick ? 20 : 100_000
  const eventsEach = 100
  return withServer(async (origin) => {
    const reports: Report[] = []
    for (const face of ['FetchEventSource', 'fetchEvents'] as const) {
      if (!only.test(face)) continue
      console.log(`${face}: ${connections} connections`)
      const child = new Child(join(import.meta.dirname, 'source.ts'))
      const question: Question = {
        face,
        url: `${origin}/again?events=${eventsEach}`,
        events: connections * eventsEach,
        stages: STAGES,
      }
      const stages = await child.ask<Stage[]>(question)
      await child.stop()
      reports.push({
        title: `millrace ${face}, ${connections} connections`,
        about: `One source, ${eventsEach} events of 120 bytes and the end of the stream a connection, "retry: 0". Heap: after a garbage collection, beside that after the first tenth.`,
        columns: ['events', 'connections', 'µs CPU an event', 'heap, KiB', 'more, KiB'],
        rows: stages.map(({ events, connections, cpu, heap }) => [
          amount(events),
          amount(connections),
          amount(cpu),
          amount(heap / 1024),
          amount((heap - stages[0]!.heap) / 1024),
        ]),
      })
    }
    return reports
  })
}
