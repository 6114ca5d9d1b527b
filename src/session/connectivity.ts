import { isHidden, onVisibilityChange, onWake } from '../platform/page.ts'

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
