import { type EventStream, fetchEvents, type ServerSentEvent } from 'millrace'

/** All that can be told of a stream. */
export interface Reading {
  events: Omit<ServerSentEvent, 'origin'>[]
  comments: string[]
  reconnectionTimes: number[]
  lastEventId: string
}

/** Reads until the server says that there is no more. */
export async function read(url: string): Promise<Reading> {
  const reading: Reading = { events: [], comments: [], reconnectionTimes: [], lastEventId: '' }
  const stream: EventStream = fetchEvents(url, {
    onComment: (text) => reading.comments.push(text),
    trace: (record) => {
      if (record.type === 'retry') reading.reconnectionTimes.push(record.milliseconds)
    },
  })
  for await (const { type, data, lastEventId } of stream) {
    reading.events.push({ type, data, lastEventId })
  }
  reading.lastEventId = stream.lastEventId
  return reading
}
