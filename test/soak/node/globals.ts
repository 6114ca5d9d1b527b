// What the library finds in place of its globals: esbuild puts these in. What Node itself goes by is left as it is, so that real
// sockets go on while no time passes.
import { Clock, type Timer } from './clock.ts'
import { Page } from './page.ts'

/** When simulated time begins. */
const BEGIN = globalThis.Date.UTC(2026, 0, 1)

interface Surroundings {
  clock: Clock
  page: Page
}

let current: Surroundings = { clock: new Clock(() => {}), page: new Page() }

/** From now on, time and page are those; what waits by others rests. */
export function surroundedBy(surroundings: Surroundings): void {
  current = surroundings
}

// The library keeps the one that it finds when it is loaded, to have a real turn now and then.
export let setTimeout: (run: () => void, milliseconds?: number) => unknown = globalThis.setTimeout
export let clearTimeout: (timer: never) => void = globalThis.clearTimeout

/** To be called when the library is loaded. */
export function fakeTime(): void {
  setTimeout = (run, milliseconds = 0) => current.clock.set(run, milliseconds)
  clearTimeout = (timer: Timer) => timer.clear()
  const page = {
    document: { get: () => current.page.document },
    navigator: { get: () => current.page.navigator },
    addEventListener: {
      value: (...args: Parameters<EventTarget['addEventListener']>) =>
        current.page.window.addEventListener(...args),
    },
    removeEventListener: {
      value: (...args: Parameters<EventTarget['removeEventListener']>) =>
        current.page.window.removeEventListener(...args),
    },
  }
  Object.defineProperties(globalThis, page)
}

export const performance: { now(): number } = { now: () => current.clock.now }

export class Date extends globalThis.Date {
  static override now(): number {
    return BEGIN + current.clock.now
  }
}
