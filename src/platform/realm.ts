// The DOM's classes as they were when the package was imported: what is dispatched has to be of the realm of what dispatches
// it, and a DOM that a test runner registers later is of another one.

interface Globals {
  Event?: typeof Event
  EventTarget?: typeof EventTarget
  MessageEvent?: { prototype: object }
  DOMException?: typeof DOMException
}

const globals = globalThis as Globals

/** Stands in for a class that the runtime lacks: the import goes well, its use says what is missing. */
function Missing(): never {
  throw new TypeError(
    'FetchEventSource needs EventTarget and Event, which this runtime lacks: load a polyfill of them before millrace, or use fetchEvents',
  )
}

export const PlatformEvent: typeof Event = globals.Event ?? (Missing as never)
export const PlatformEventTarget: typeof EventTarget = globals.EventTarget ?? (Missing as never)

/** The prototype of `MessageEvent`, where there is one that belongs to {@link PlatformEvent}. */
export function messageEventPrototype(): object | undefined {
  const prototype = globals.MessageEvent?.prototype
  return prototype instanceof PlatformEvent ? prototype : undefined
}

/** A `DOMException`; where there are none, an error of that name. */
export function domException(message: string, name: string): Error {
  return globals.DOMException
    ? new globals.DOMException(message, name)
    : Object.assign(new Error(message), { name })
}

/** Why a signal was aborted; an imitation may not say. */
export function abortReason(signal: AbortSignal): unknown {
  return signal.reason ?? domException('This operation was aborted', 'AbortError')
}
