// Time and chance. Looked up at every use, so that fake timers count whenever they were installed.

/** The longest delay that a timer takes; one above it fires at once, and a long wait would become a storm. */
export const MAX_DELAY: number = 2 ** 31 - 1

/** What `setTimeout` takes at most is what it gets. Returns what cancels it. */
export function startTimer(run: () => void, milliseconds: number): () => void {
  const timer = setTimeout(run, Math.min(milliseconds, MAX_DELAY))
  return () => clearTimeout(timer)
}

/** A timer that does not keep a Node process alive on its own account. */
export function startBackgroundTimer(run: () => void, milliseconds: number): () => void {
  const timer: unknown = setTimeout(run, Math.min(milliseconds, MAX_DELAY))
  ;(timer as { unref?: () => void }).unref?.()
  return () => clearTimeout(timer as number)
}

/** Milliseconds on a clock that no one sets. */
export function now(): number {
  return performance.now()
}

/** The date, in milliseconds since 1970: for dates that a server names, and for how long a machine has slept. */
export function currentTime(): number {
  return Date.now()
}

export function random(): number {
  return Math.random()
}

// Not the one of fake timers: they may stand still while a stream is read.
const realSetTimeout = setTimeout

/** How long to work before timers and input have to have their turn. */
const TURN = 50
/** So many calls go by without a look at the clock while so many have taken less than a millisecond. */
const UNSEEN = 8
let unseen = 0
let seenAt = 0
let turnAskedAt = 0
let turn: Promise<void> | undefined

/**
 * The event loop's next turn, where there was none for {@link TURN} ms or more: a body that always has a chunk ready is read
 * in microtasks alone, and would starve all timers. Costs one timer in {@link TURN} ms, and now and then a look at the clock: at
 * every chunk it would be a twentieth (`npm run bench -- stream`, one write per event, FetchEventSource).
 */
export function overdueTurn(): Promise<void> | undefined {
  if (--unseen > 0) return undefined
  const time = now()
  unseen = time - seenAt < 1 ? UNSEEN : 1
  seenAt = time
  if (time - turnAskedAt < TURN) return undefined
  if (turn) return turn
  turnAskedAt = time
  turn = new Promise((resolve) => {
    realSetTimeout(() => {
      turn = undefined
      resolve()
    }, 0)
  })
  return undefined
}
