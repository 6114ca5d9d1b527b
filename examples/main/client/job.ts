import { type EventStream, fetchEvents, type ServerSentEvent } from 'millrace'
import { arrived } from '../terminal.ts'
import { narrate, type Reading } from './reading.ts'

interface Progress {
  percent: number
}

export async function readJob({ url, tally, signal }: Reading): Promise<void> {
  const job: EventStream<ServerSentEvent<Progress>> = fetchEvents(url, {
    parse: (data): Progress => JSON.parse(data),
    // A 503 is worth another try, when its Retry-After has passed.
    reconnect: { statuses: 'transient' },
    trace: narrate(tally, () => job.lastEventId),
    signal,
  })
  // A GET is repeated after a clean end, until the server answers 204: that ends the loop.
  let done = 0
  for await (const { data, lastEventId } of job) {
    tally.received(lastEventId)
    done = data.percent
    arrived(`${done}%  `)
  }
  if (done !== 100) throw new Error(`The job ended at ${done}%`)
}
