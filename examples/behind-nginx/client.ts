import { connect } from 'node:http2'
import { FetchEventSource, readEvents } from 'millrace'
import type { Query } from './server.ts'

/** What a client saw of a stream. */
export interface Seen {
  events: number
  /** Milliseconds from when an event was due to when it was there, at the worst. */
  latest: number
  /** How often the connection was lost. */
  lost: number
  /** Which events never came. */
  missing: number
}

/** Reads a stream to its last event, coming back where it is lost. */
export async function read(origin: string, query: Query): Promise<Seen> {
  const source = new FetchEventSource(urlOf(origin, query))
  const seen = { events: 0, latest: 0, lost: 0, missing: 0 }
  source.onmessage = ({ data, lastEventId }) => {
    seen.events++
    seen.latest = Math.max(seen.latest, Date.now() - Number(data))
    if (Number(lastEventId) === query.events) source.close()
  }
  source.onerror = (event) => {
    if (event.error) seen.lost++
  }
  await source.closed
  seen.missing = query.events - seen.events
  return seen
}

/** Reads so many streams at once over one connection of HTTP/2, which Node's `fetch` does not speak. */
export async function readOverOne(origin: string, streams: number, query: Query): Promise<Seen> {
  const connection = connect(origin, { rejectUnauthorized: false })
  const seen = { events: 0, latest: 0, lost: 0, missing: streams * query.events }
  const { pathname, search } = new URL(urlOf(origin, query))
  await Promise.all(
    Array.from({ length: streams }, async () => {
      const chunks: AsyncIterable<Uint8Array> = connection.request({ ':path': pathname + search })
      for await (const { data } of readEvents(chunks)) {
        seen.events++
        seen.missing--
        seen.latest = Math.max(seen.latest, Date.now() - Number(data))
      }
    }),
  )
  connection.close()
  return seen
}

function urlOf(origin: string, query: Query): string {
  const params = new URLSearchParams(
    Object.entries(query).map(([name, value]) => [name, String(value)]),
  )
  return `${origin}/events?${params}`
}
