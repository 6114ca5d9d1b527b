import { startBackgroundTimer } from './timers.ts'

// The page, where there is one: its address, whether it is seen, whether it has a network. Looked up at every use.

/** What is read of the globals; each is missing somewhere. */
interface Globals {
  document?: { baseURI?: string; visibilityState?: string } & Partial<EventTarget>
  location?: { href?: string; origin?: string }
  navigator?: { onLine?: boolean }
  addEventListener?: EventTarget['addEventListener']
  removeEventListener?: EventTarget['removeEventListener']
  requestAnimationFrame?: (run: () => void) => number
  cancelAnimationFrame?: (frame: number) => void
}

const globals = globalThis as Globals

/** What relative URLs are resolved against: the document's base URL, in a worker the script's, elsewhere nothing. */
export function baseURL(): string | undefined {
  return globals.document?.baseURI ?? globals.location?.href
}

/** Whether a URL is of another origin than the page or worker; never where there is neither. */
export function isCrossOrigin(origin: string): boolean {
  const own = globals.location?.origin
  return own !== undefined && own !== 'null' && own !== origin
}

/** Whether there is a page; none where a server renders one. */
export function hasPage(): boolean {
  return globals.document !== undefined
}

/** Whether the platform says that there is no network. */
export function isOffline(): boolean {
  return globals.navigator?.onLine === false
}

/** Whether the page is hidden; never where there is no page. */
export function isHidden(): boolean {
  return globals.document?.visibilityState === 'hidden'
}

/** Calls back when the network comes back. Returns what ends it. */
export function onOnline(run: () => void): () => void {
  return listen(globals, 'online', run)
}

/** Calls back when the page is shown or hidden. Returns what ends it. */
export function onVisibilityChange(run: () => void): () => void {
  return listen(globals.document, 'visibilitychange', run)
}

/**
 * Calls back when the page may have slept: it was frozen, or in the back/forward cache, or hidden; or the network was gone,
 * as it is while a machine sleeps. Returns what ends it.
 */
export function onWake(run: () => void): () => void {
  const ends = [
    onOnline(run),
    listen(globals, 'pageshow', run),
    listen(globals.document, 'resume', run),
    onVisibilityChange(run),
  ]
  return () => {
    for (const end of ends) end()
  }
}

/** Listens until what it returns is called. */
export function listen(
  target: Partial<EventTarget> | undefined,
  type: string,
  run: () => void,
): () => void {
  target?.addEventListener?.(type, run)
  return () => target?.removeEventListener?.(type, run)
}

/** Longer than a frame takes, and too short for a reader to mind. */
const FRAME_LIMIT = 100

/** Calls back in the next animation frame; after 100 ms where none comes: in a hidden page, or where there is no page. Returns what cancels it. */
export function onNextFrame(run: () => void): () => void {
  // Stays 0 while the frame is asked for: there are imitations that call back at once.
  let frame = 0
  const cancel = () => {
    cancelTimer()
    globals.cancelAnimationFrame?.(frame)
  }
  const done = () => {
    cancel()
    run()
  }
  const cancelTimer = startBackgroundTimer(done, FRAME_LIMIT)
  frame = globals.requestAnimationFrame?.(done) ?? 0
  return cancel
}
