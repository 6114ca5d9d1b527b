import { FetchEventSource } from '../faces/fetch-event-source.ts'

/** Options of {@link install}. */
export interface InstallOptions {
  /** Replaces an `EventSource` that is there already, such as the browser's own. Default `false`. */
  force?: boolean | undefined
}

/**
 * Makes `FetchEventSource` the global `EventSource`, if there is none. Whether it did.
 *
 * @example
 * ```ts
 * import { install } from 'millrace/polyfill'
 *
 * install({ force: true }) // also where the platform has one: for `headers`, `lastEventId` and the rest
 * ```
 */
export function install({ force = false }: InstallOptions = {}): boolean {
  const globals = globalThis as { EventSource?: unknown }
  if (globals.EventSource !== undefined && !force) return false
  // As Web IDL defines an interface object: not enumerable.
  const attributes = { writable: true, configurable: true, enumerable: false }
  Object.defineProperty(globals, 'EventSource', { value: FetchEventSource, ...attributes })
  return true
}
