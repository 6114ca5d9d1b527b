import { diceFor, pick } from './dice.ts'
import type { EventLog } from './event-log.ts'

export const faces = ['class', 'loop', 'readEvents', 'store', 'shared'] as const
export type Face = (typeof faces)[number]

/** How one reader goes about it. */
export interface Profile {
  reader: number
  face: Face
  method: 'GET' | 'POST'
  /** Whether it carries the last event ID in the query. */
  hasParameter: boolean
  /** Whether the stream has an event that ends it; else the server answers 204 after the last event. */
  hasEnd: boolean
  /** Whether it leaves as soon as it has the last event. */
  leavesAtLast: boolean
  /** Whether the library is given a `fetch`, which counts what is asked at once. */
  hasFetch: boolean
}

/** The data of the event that ends a stream. */
export const END = '[DONE]'

export function profileOf(
  seed: number,
  reader: number,
  log: EventLog,
  chosen: readonly Face[],
): Profile {
  const random = diceFor(seed, 'profile', reader)
  const face = chosen[reader % chosen.length]!
  const method = random(2) === 0 ? 'GET' : 'POST'
  return {
    reader,
    face,
    method,
    // Who asks by hand would have to know how each platform writes what is not ASCII.
    hasParameter: random(4) === 0 || !(face === 'readEvents' ? log.isPlain : log.fitsHeaders),
    // What is no GET ends with the stream.
    hasEnd: method === 'POST' || random(2) === 0,
    leavesAtLast: random(2) === 0,
    hasFetch: pick(random, [true, false]),
  }
}
