import { isHidden, onVisibilityChange } from '../platform.ts'

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
