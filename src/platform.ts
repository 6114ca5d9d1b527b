// The only reader of globals, and at every use anew: so polyfills, fake timers and test doubles count whenever they were
// installed, and importing the package touches nothing.

/** What is read of the browser's globals; each is missing somewhere. */
interface Globals {
  document?: { baseURI?: string; visibilityState?: string } & Partial<EventTarget>
  location?: { href?: string }
  navigator?: { onLine?: boolean; userAgent?: string }
  reportError?: (error: unknown) => void
  MessageEvent?: { prototype: object }
  EventSource?: unknown
  addEventListener?: EventTarget['addEventListener']
  removeEventListener?: EventTarget['removeEventListener']
  requestAnimationFrame?: (run: () => void) => number
  cancelAnimationFrame?: (frame: number) => void
  Deno?: unknown
  Bun?: unknown
}

const globals = globalThis as Globals

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

export function random(): number {
  return Math.random()
}

export function defaultFetch(url: string, init: RequestInit): Promise<Response> {
  return fetch(url, init)
}

/** What relative URLs are resolved against: the document's base URL, in a worker the script's, elsewhere nothing. */
export function baseURL(): string | undefined {
  return globals.document?.baseURI ?? globals.location?.href
}

/** Whether `Cache-Control: no-cache` must be said in a header: the `fetch` of Deno (2.9.6) and of Bun (1.4.5) does not derive it from the cache mode. */
export function needsCacheControl(): boolean {
  return globals.Deno !== undefined || globals.Bun !== undefined
}

/** What a header has to be set to, so that `fetch` sends the text in UTF-8; `undefined`: it cannot. */
export function utf8Header(text: string): string | undefined {
  const userAgent = globals.navigator?.userAgent ?? ''
  // workerd (1.20260730) writes a header in UTF-8, where fetch ought to write each character as one byte.
  if (userAgent === 'Cloudflare-Workers') return text
  // So does WebKitGTK (2.50), but it takes no character over U+00FF.
  if (/Linux.* AppleWebKit(?!.*Chrom)/.test(userAgent))
    return /[^\0-\xff]/.test(text) ? undefined : text
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')
}

/**
 * Whether an event target itself calls the function that its `on…` property gives, before all listeners: workerd's
 * (1.20260730) does, where the standard has event handlers be listeners among the others.
 */
export function callsHandlerProperties(): boolean {
  if (handlersCalled === undefined) {
    handlersCalled = false
    const target = Object.assign(new EventTarget(), { onprobe: () => void (handlersCalled = true) })
    target.dispatchEvent(new Event('probe'))
  }
  return handlersCalled
}

let handlersCalled: boolean | undefined

/** The runtime's `MessageEvent`, if it has one. */
export function messageEvent(): { prototype: object } | undefined {
  return globals.MessageEvent
}

/** Whether there is an `EventSource`, of the runtime or of someone else. */
export function hasEventSource(): boolean {
  return globals.EventSource !== undefined
}

/** Defines `EventSource` as Web IDL defines an interface object: writable, configurable, not enumerable. */
export function defineEventSource(value: object): void {
  const attributes = { writable: true, configurable: true, enumerable: false }
  Object.defineProperty(globals, 'EventSource', { value, ...attributes })
}

/** Reports an exception of the user's own callback as the platform does: to the page's error event, or as an uncaught exception. */
export function reportException(error: unknown): void {
  if (globals.reportError) globals.reportError(error)
  // Node (20 to 26) has none.
  else
    setTimeout(() => {
      throw error
    })
}

/** What the user's own callback returns; what it throws is reported, and never taken for a failure of the connection. */
export function guarded<Result>(callback: () => Result): Result | undefined {
  try {
    return callback()
  } catch (error) {
    reportException(error)
    return undefined
  }
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

/** Listens until what it returns is called. */
export function listen(
  target: Partial<EventTarget> | undefined,
  type: string,
  run: () => void,
): () => void {
  target?.addEventListener?.(type, run)
  return () => target?.removeEventListener?.(type, run)
}

/** The date, in milliseconds since 1970: for dates that a server names only, as someone may set it. */
export function currentTime(): number {
  return Date.now()
}

/** Whether there is a page; none where a server renders one. */
export function hasPage(): boolean {
  return globals.document !== undefined
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
