import { createRandom } from '../../setup/random.ts'
import { type Feed, HttpFeed } from './feed.ts'
import { fakeTime } from './globals.ts'
import { type KindName, kindNames, kinds } from './kinds.ts'
import { StreamFeed } from './stream-feed.ts'
import { turn, World } from './world.ts'

/** What is to be done. */
export interface Errand {
  seed: number
  /** How many reconnections of each kind there are to be at least. */
  each: number
  /** After how many equal parts of it the heap is looked at. */
  cycles: number
  /** How many sources a kind has, half of them loops. */
  lanes: number
  /** What the sources read: HTTP from a server in another process, or the streams of a `fetch` that they are given. */
  over: 'http' | 'streams'
  /** The file of the server. */
  server: string
}

/** How far it is. */
export interface Progress {
  reconnections: Record<KindName, number>
  /** All that followed another connection. */
  attempts: number
  events: number
  /** Simulated time, each kind's, in milliseconds. */
  simulated: Record<KindName, number>
  /** What is reachable, after each part, by the number of reconnections. */
  looks: { at: number; bytes: number }[]
  failures: string[]
  isDone: boolean
}

const MAX_FAILURES = 20

/** Has sources come back in every way, over and over, and tells the parent process. */
export async function soak({ seed, each, cycles, lanes, over, server }: Errand): Promise<void> {
  const random = createRandom(seed)
  Math.random = () => random(2 ** 32) / 2 ** 32
  fakeTime()
  const looks: Progress['looks'] = []
  const failures: string[] = []
  const failed = (what: unknown) => {
    if (failures.length < MAX_FAILURES) failures.push(String(what))
  }
  process.on('uncaughtException', failed).on('unhandledRejection', failed)
  const feed: Feed = over === 'http' ? new HttpFeed(server) : new StreamFeed()
  await feed.tell('listen')
  const worlds = kindNames.map((kind) => new World(kind, kinds[kind], lanes, feed, failed))
  const tell = (isDone = false) => {
    const of = (read: (world: World) => number) =>
      Object.fromEntries(worlds.map((world) => [world.name, read(world)])) as Record<
        KindName,
        number
      >
    process.send!({
      reconnections: of(({ reconnections }) => reconnections),
      attempts: sum(worlds, ({ attempts }) => attempts),
      events: sum(worlds, ({ events }) => events),
      simulated: of(({ clock }) => clock.now),
      looks,
      failures,
      isDone,
    } satisfies Progress)
  }
  try {
    for (const world of worlds) await begin(world, feed)
    for (let cycle = 1; cycle <= cycles && failures.length === 0; cycle++) {
      for (const world of worlds) await play(world, feed, (each * cycle) / cycles)
      const at = sum(worlds, ({ reconnections }) => reconnections)
      looks.push({ at, bytes: await reachable(feed) })
      tell()
    }
    for (const world of worlds) await end(world)
    await untilSocketsAreClosed(feed)
  } catch (error) {
    failed(error)
  }
  const sockets = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap')
  if (sockets.length > 0) failed(`${sockets.length} sockets are left`)
  feed.close()
  tell(true)
  process.disconnect()
}

/** All lanes wait for their next attempt then, as between all that is played. */
async function begin(world: World, feed: Feed): Promise<void> {
  world.enter()
  for (const lane of world.lanes) lane.start()
  // The others end by themselves.
  if (world.way.path === 'open') {
    await world.untilAllAreUp()
    await feed.tell('end')
  }
  await world.untilAllWait()
}

async function play(world: World, feed: Feed, target: number): Promise<void> {
  world.enter()
  while (world.reconnections < target) {
    world.round++
    await kinds[world.name as KindName].play(world, feed)
  }
}

async function end(world: World): Promise<void> {
  world.enter()
  for (const lane of world.lanes) await lane.close()
  world.clock.advance(0)
  const { clock, page } = world
  if (clock.timers.size > 0) world.failed(`${clock.timers.size} timers are left`)
  if (page.listeners !== 0) world.failed(`${page.listeners} listeners are left`)
}

/** The bytes that are still reachable, on the heap and in buffers outside of it, when no socket is kept for later. */
async function reachable(feed: Feed): Promise<number> {
  await untilSocketsAreClosed(feed)
  const { gc } = globalThis as unknown as { gc: () => void }
  for (let count = 0; count < 3; count++) {
    gc()
    // What was found to be garbage is told in a turn of its own.
    await turn()
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

const CLOSING_LIMIT = 15_000

async function untilSocketsAreClosed(feed: Feed): Promise<void> {
  const end = globalThis.performance.now() + CLOSING_LIMIT
  for (;;) {
    const count = await feed.tell('sockets')
    if (count === 0) return
    if (globalThis.performance.now() > end)
      throw new Error(`${count} sockets are left at the server`)
    await turn()
  }
}

function sum<Value>(values: Value[], read: (value: Value) => number): number {
  return values.reduce((sum, value) => sum + read(value), 0)
}
