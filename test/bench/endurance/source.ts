// One source, in a process of its own.
import { loadMillrace } from '../millrace.ts'
import { answer } from '../process/answer.ts'

/** A source that is read until so many events have come, over as many connections as it takes. */
export interface Question {
  face: 'FetchEventSource' | 'fetchEvents'
  url: string
  events: number
  stages: number
}

/** What was seen when a part of the events had come. */
export interface Stage {
  events: number
  connections: number
  /** Microseconds an event of this stage. */
  cpu: number
  /** Bytes, after a garbage collection. */
  heap: number
}

const { FetchEventSource, fetchEvents } = await loadMillrace()

await answer(async ({ face, url, events, stages }: Question): Promise<Stage[]> => {
  const seen: Stage[] = []
  const stage = events / stages
  let count = 0
  let connections = 0
  let before = process.cpuUsage()
  /** Whether that was the last. */
  function event(): boolean {
    if (++count % stage > 0) return false
    const { user, system } = process.cpuUsage(before)
    globalThis.gc!()
    globalThis.gc!()
    const heap = process.memoryUsage().heapUsed
    seen.push({ events: count, connections, cpu: (user + system) / stage, heap })
    before = process.cpuUsage()
    return count === events
  }
  const onOpen = () => void connections++
  if (face === 'fetchEvents') {
    for await (const _ of fetchEvents(url, { onOpen })) if (event()) break
  } else {
    await new Promise<void>((resolve) => {
      const source = new FetchEventSource(url, { onOpen })
      source.onmessage = () => {
        if (!event()) return
        source.close()
        resolve()
      }
    })
  }
  return seen
})
