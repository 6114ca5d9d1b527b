import type { Random } from '../../setup/random.ts'
import { pick, pickWeighted } from '../dice.ts'

/** What goes wrong on a connection, and how often beside the others. */
const weights = {
  /** Nothing: the stream ends in good order. */
  none: 3,
  /** Closed at any byte, from the first of the head on. */
  fin: 12,
  /** Reset at any byte. */
  rst: 12,
  /** Silent from any byte on. */
  stall: 4,
  /** Closed without a byte. */
  hangUp: 3,
  /** The stream ends in good order, in the middle of an event. */
  endInEvent: 6,
  /** A refusal that is worth another try, with or without `Retry-After`. */
  transient: 6,
  unauthorized: 2,
  /** A refusal, or something else than an event stream, whose body never ends. */
  endlessRefusal: 2,
  /** A page in place of the stream. */
  page: 1,
  garbageBeforeHead: 2,
  garbageInHead: 2,
  brokenChunks: 4,
  truncatedGzip: 6,
  redirect: 3,
  redirectLoop: 1,
  /** A few bytes at a time, and then closed. */
  drip: 4,
  /** Comments, `retry` fields and blank lines once more, and then closed. */
  repeated: 4,
  /** Nothing listens for a while, and what is open is reset. */
  gone: 1,
}

export type Fault = keyof typeof weights

/** How a body says where it ends. */
export type Framing = 'chunked' | 'length' | 'close'

/** What becomes of one request. */
export interface Plan {
  fault: Fault
  /** How many entries of the log it could get at most. */
  entries: number
  framing: Framing
  isCompressed: boolean
  lineEnd: '\n' | '\r\n' | '\r'
  /** In how many packets at most. */
  packets: number
  /** For all else. */
  random: Random
}

export interface Chosen {
  /** Faults that a place cannot be asked to bear. */
  without: readonly Fault[]
}

export function planFor(random: Random, { without }: Chosen): Plan {
  const left = Object.entries(weights).filter(([name]) => !without.includes(name as Fault))
  const fault = pickWeighted(random, Object.fromEntries(left) as Record<Fault, number>)
  const framing = pick(random, ['chunked', 'chunked', 'chunked', 'length', 'close'] as const)
  return {
    fault,
    entries: random(10) === 0 ? 0 : random(800),
    framing: fault === 'brokenChunks' ? 'chunked' : fault === 'garbageInHead' ? 'close' : framing,
    isCompressed: fault === 'truncatedGzip' || (fault !== 'garbageInHead' && random(8) === 0),
    lineEnd: pick(random, ['\n', '\n', '\n', '\r\n', '\r']),
    packets: pick(random, [1, 1, 3, 10]),
    random,
  }
}
