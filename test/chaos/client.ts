// The readers, wherever they run: in Node, another runtime, or a page.
import { EventLog } from './event-log.ts'
import { Heap } from './heap.ts'
import { leftovers } from './leftovers.ts'
import { type Face, profileOf } from './profile.ts'
import { Reader } from './reader.ts'
import { readByClass } from './readers/class.ts'
import { readByLoop } from './readers/loop.ts'
import { readByHand } from './readers/read-events.ts'
import { readByInstances, readByTabs } from './readers/shared.ts'
import { readByStore } from './readers/store.ts'
import { watchUncaught } from './uncaught.ts'
import { type Act, User } from './user.ts'
import { Witness } from './witness.ts'

/** What the readers are to do. */
export interface Errand {
  seed: number
  /** How many events there are for all of them. */
  events: number
  /** How many readers read at once. */
  lanes: number
  /** How many of them, more, by tabs; 0: there are no tabs. */
  tabLanes: number
  /** The code of `millrace/shared`, for each tab to have a copy. */
  library: string
  faces: Face[]
  origins: string[]
  /** Where to post how far they are. */
  reports: string
}

/** How far they have come. */
export interface Progress {
  events: number
  readers: number
  acts: Partial<Record<Act, number>>
  /** Whatever must not be. */
  failures: string[]
  /** What is kept for each event, in bytes, where that can be told. */
  growth?: number | undefined
  isDone: boolean
}

const readAs: Record<Face, (reader: Reader, errand: Errand) => Promise<void>> = {
  class: (reader) => readByClass(reader),
  loop: readByLoop,
  readEvents: readByHand,
  store: readByStore,
  shared: (reader, { tabLanes, library }) =>
    tabLanes > 0 ? readByTabs(reader, library) : readByInstances(reader),
}

/** No log is longer, so that readers come and go. */
const MAX_LENGTH = 2000

/** So long without an event, a reader hangs. */
const SILENCE_LIMIT = 120_000

/** More than this need not be told. */
const MAX_FAILURES = 20

/** Sends the readers out, and tells what has become of them. */
export async function runErrand(errand: Errand): Promise<void> {
  const { seed, events, lanes, tabLanes, faces, origins } = errand
  const progress: Progress = { events: 0, readers: 0, acts: {}, failures: [], isDone: false }
  const failed = (error: unknown) => {
    if (progress.failures.length < MAX_FAILURES) progress.failures.push(describe(error))
  }
  const heap = new Heap()
  const stopWatching = watchUncaught(failed)
  const length = Math.min(MAX_LENGTH, Math.ceil(events / lanes))
  const count = Math.ceil(events / length)
  const numbers = Array.from({ length: count }, (_, number) => number)
  // A log that is read by tabs takes longer, and more of the machine.
  const isByTabs = (number: number) => tabLanes > 0 && faces[number % faces.length] === 'shared'
  const queues = [numbers.filter((number) => !isByTabs(number)), numbers.filter(isByTabs)] as const

  const runLane = async (queue: number[]) => {
    while (queue.length > 0 && progress.failures.length === 0) {
      const number = queue.shift()!
      const origin = origins[number % origins.length]!
      await read(number, origin)
      progress.readers++
      if (progress.readers % Math.ceil(count / 50) === 0) await tell()
    }
  }
  const read = async (number: number, origin: string) => {
    const log = new EventLog(seed, number, length)
    const profile = profileOf(seed, number, log, faces)
    const tag = (error: unknown) =>
      failed(`Reader ${number} (${profile.face}, ${profile.method}): ${describe(error)}`)
    const witness = new Witness(log, tag)
    const acted = (act: Act) => (progress.acts[act] = (progress.acts[act] ?? 0) + 1)
    const reader = new Reader(profile, log, new User(seed, number, acted), witness, origin)
    const watched = watch(witness)
    try {
      await Promise.race([readAs[profile.face](reader, errand), watched.hangs])
    } catch (error) {
      tag(error)
    }
    watched.stop()
    progress.events += witness.events
  }
  const tell = async () => {
    heap.look(progress.events)
    await post(errand.reports, { ...progress, growth: heap.growth() })
  }

  await Promise.all([
    ...Array.from({ length: lanes }, () => runLane(queues[0])),
    ...Array.from({ length: tabLanes }, () => runLane(queues[1])),
  ])
  stopWatching()
  for (const what of await leftovers()) failed(what)
  progress.isDone = true
  await tell()
}

/** Rejects when a reader gets nothing any more. */
function watch(witness: Witness): { hangs: Promise<never>; stop(): void } {
  let timer: ReturnType<typeof setInterval>
  let { last } = witness
  const hangs = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      if (witness.last === last) reject(new Error(`Nothing came any more after ${last}`))
      ;({ last } = witness)
    }, SILENCE_LIMIT)
  })
  return { hangs, stop: () => clearInterval(timer) }
}

function describe(error: unknown): string {
  return error instanceof Error
    ? `${error.message}\n${error.stack ?? ''}`.slice(0, 1500)
    : String(error)
}

async function post(url: string, progress: Progress): Promise<void> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(progress) })
  await response.text()
}
