import { createParser } from '../parser.ts'
import type { RecordedConnection } from '../recording/recording.ts'

/** A place in a recording: so many bytes into a chunk of a connection. */
export interface Position {
  connection: number
  chunk: number
  offset: number
}

export const START: Position = { connection: 0, chunk: 0, offset: 0 }

/** The place right after an event of a recording, or after an ID that came by itself. */
export interface BlockEnd extends Position {
  isEvent: boolean
  /** The last event ID string there. */
  lastEventId: string
}

const LF = 0x0a
const CR = 0x0d

/** Where the events of a recording end, in their order. */
export function blockEnds(connections: RecordedConnection[]): BlockEnd[] {
  const ends: BlockEnd[] = []
  let events = 0
  const parser = createParser({ onEvent: () => void events++ })
  for (const [connection, { chunks }] of connections.entries()) {
    parser.reset()
    for (const [chunk, { bytes }] of chunks.entries()) {
      for (let start = 0; start < bytes.length;) {
        const offset = lineEnd(bytes, start)
        const before = { events, lastEventId: parser.lastEventId }
        parser.feed(bytes.subarray(start, offset))
        const { lastEventId } = parser
        const isEvent = events > before.events
        if (isEvent || lastEventId !== before.lastEventId)
          ends.push({ connection, chunk, offset, isEvent, lastEventId })
        start = offset
      }
    }
  }
  return ends
}

/** Where the line that begins there ends, its end included. */
function lineEnd(bytes: Uint8Array, start: number): number {
  for (let index = start; index < bytes.length; index++) {
    if (bytes[index] === LF) return index + 1
    if (bytes[index] === CR) return bytes[index + 1] === LF ? index + 2 : index + 1
  }
  return bytes.length
}
