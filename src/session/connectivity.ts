import { isHidden, onVisibilityChange, onWake } from '../platform/page.ts'
import { currentTime } from '../platform/timers.ts'

/** How long nothing must have come for a connection to be doubted after a sleep: servers send heartbeats every 15 s and more. */
const DOUBT = 15_000

/** Whether a connection on which something came last at that date may have died unseen. */
export function isDoubtful(arrivedAt: number | undefined): boolean {
  return arrivedAt !== undefined && currentTime() - arrivedAt > DOUBT
}

/** What of a session can be held back while there is no one to see it. */
interface Holdable {
  hold(): void
  release(): void
}

/** Holds a session back while the page is hidden. Returns what ends it. */
export function pauseWhenHidden(session: Holdable): () => void {
  const follow = () => (isHidden() ? session.hold() : session.release())
  const detach = onVisibilityChange(follow)
  follow()
  return detach
}

/** What of a session may have died unseen. */
interface Wakeable {
  wake(): void
}

/** Has a session look after its connection when the page may have slept. Returns what ends it. */
export function checkOnWake(session: Wakeable): () => void {
  return onWake(() => {
    if (!isHidden()) session.wake()
  })
}
