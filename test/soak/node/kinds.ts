import type { EventSourceError } from '../../../src/index.ts'
import type { Feed } from './feed.ts'
import type { Way } from './way.ts'
import { turn, type World } from './world.ts'

/** A way of coming back, and how to bring it about. */
export interface Kind extends Way {
  /** Has all lanes, which wait, come back that way, some of them also another way. They wait again then. */
  play(world: World, feed: Feed): Promise<void>
}

const IDLE_TIMEOUT = 30_000
const CONNECT_TIMEOUT = 20_000
/** More than a countdown's own turns take. */
const TURNS = 100
/** How often something is done before the server comes back, or lets go of the streams. */
const TIMES = 10
/** So long a machine sleeps, or a page is hidden. */
const SLEEP = 600_000

/** Nothing but a connection that ends by itself. */
async function comeBack(world: World): Promise<void> {
  world.clock.endWaits()
  await world.untilAllWait()
}

/** All have a stream, something is done with it, and the server ends it. */
async function withStreams(world: World, feed: Feed, act: () => Promise<void>): Promise<void> {
  world.clock.endWaits()
  await world.untilAllAreUp()
  for (let count = 0; count < TIMES; count++) {
    await act()
    await world.untilAllAreUp()
  }
  await feed.tell('end')
  await world.untilAllWait()
}

function loses(world: World): void {
  for (const lane of world.lanes) lane.isUp = false
}

function isCleanEnd({ message }: EventSourceError): boolean {
  return message.endsWith('The server ended the stream')
}

function isCut(error: EventSourceError | undefined): boolean {
  return error?.code === 'network' && error.phase === 'streaming' && !isCleanEnd(error)
}

const kindsByName = {
  clean: {
    path: 'clean',
    isCause: (error) => error !== undefined && isCleanEnd(error),
    play: comeBack,
  },
  cut: {
    path: 'cut',
    isCause: isCut,
    play: comeBack,
  },
  refused: {
    path: 'clean',
    isCause: (error) => error?.code === 'network' && error.phase === 'unanswered',
    async play(world, feed) {
      await feed.tell('down')
      for (let count = 0; count < TIMES; count++) await comeBack(world)
      await feed.tell('listen')
      await comeBack(world)
    },
  },
  unavailable: {
    path: 'unavailable',
    isCause: (error) => error?.status === 503,
    play: comeBack,
  },
  tooMany: {
    path: 'tooMany',
    isCause: (error) => error?.status === 429,
    play: comeBack,
  },
  expired: {
    path: 'expired',
    isCause: (error) => error?.status === 401,
    play: comeBack,
  },
  idle: {
    path: 'open',
    init: { idleTimeout: IDLE_TIMEOUT },
    isCause: (error) => error?.code === 'idle-timeout',
    async play(world) {
      world.clock.endWaits()
      await world.untilAllAreUp()
      // Each counts down; a loop's pauses while its events are taken.
      await world.until(() => world.clock.timers.size === world.lanes.length)
      world.clock.advance(IDLE_TIMEOUT + TURNS)
      await world.untilAllWait()
    },
  },
  unanswered: {
    path: 'unanswered',
    init: { connectTimeout: CONNECT_TIMEOUT },
    isCause: (error) => error?.code === 'connect-timeout',
    async play(world, feed) {
      world.clock.endWaits()
      if (world.round % 5 > 0) {
        await feed.tell('unanswered', world.lanes.length)
        world.clock.advance(CONNECT_TIMEOUT + TURNS)
      }
      await world.untilAllWait()
    },
  },
  redeployed: {
    path: 'open',
    isCause: isCut,
    async play(world, feed) {
      world.clock.endWaits()
      await world.untilAllAreUp()
      await feed.tell('down')
      await world.untilAllWait()
      await comeBack(world)
      await feed.tell('listen')
    },
  },
  user: {
    path: 'open',
    isCause: (error) => error === undefined,
    play: (world, feed) =>
      withStreams(world, feed, async () => {
        for (const lane of world.lanes) {
          lane.isUp = false
          lane.renew()
        }
      }),
  },
  wake: {
    path: 'open',
    init: { checkOnWake: true },
    isCause: (error) => error === undefined,
    play: (world, feed) =>
      withStreams(world, feed, async () => {
        const { page, clock } = world
        const signals = [
          [page.document, 'visibilitychange'],
          [page.document, 'resume'],
          [page.window, 'pageshow'],
          [page.window, 'online'],
        ] as const
        const [target, type] = signals[world.acts++ % signals.length]!
        clock.advance(SLEEP)
        loses(world)
        target.dispatchEvent(new Event(type))
      }),
  },
  hidden: {
    path: 'open',
    init: { pauseWhenHidden: true },
    isCause: (error) => error === undefined,
    play: (world, feed) =>
      withStreams(world, feed, async () => {
        const { document } = world.page
        document.visibilityState = 'hidden'
        document.dispatchEvent(new Event('visibilitychange'))
        loses(world)
        await turn()
        world.clock.advance(SLEEP)
        document.visibilityState = 'visible'
        document.dispatchEvent(new Event('visibilitychange'))
      }),
  },
  online: {
    path: 'clean',
    // Nothing brings one about but the network's return.
    isCause: (error) => error !== undefined && isCleanEnd(error),
    async play(world) {
      const { navigator, window } = world.page
      navigator.onLine = false
      world.clock.endWaits()
      world.clock.advance(SLEEP)
      await turn()
      const { attempts } = world
      navigator.onLine = true
      window.dispatchEvent(new Event('online'))
      if (world.attempts > attempts) world.failed('an attempt was made without a network')
      await world.untilAllWait()
      await comeBack(world)
    },
  },
} satisfies Record<string, Kind>

export type KindName = keyof typeof kindsByName
export const kinds: Record<KindName, Kind> = kindsByName
export const kindNames: KindName[] = Object.keys(kindsByName) as KindName[]
