import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Requirement } from '../setup/requirements.ts'
import type { Bundle } from './bundle.ts'
import type { PlaceReport } from './reception.ts'

/** Something that runs JavaScript, in one place or several. */
export interface Runtime extends Requirement {
  /** Where in it the suite runs; none: there is but one place. */
  contexts: readonly string[]
  version(): Promise<string>
  /** Runs the suite in all its places, against the test server at that address. */
  run(bundle: Bundle, server: string): Promise<Map<string, PlaceReport>>
}

/** The name of a place, under which it reports; what goes over something else than fetch has limits of its own. */
export function placeName(runtime: string, context: string): string {
  return context.startsWith('over ') ? `${runtime} ${context}` : `${runtime}, ${context}`
}

/** The names of all places of a runtime. */
export function placesOf({ name, contexts }: Runtime): string[] {
  return contexts.length === 0 ? [name] : contexts.map((context) => placeName(name, context))
}

/** A file of a package that npm has installed. */
export function installed(path: string): string {
  return fileURLToPath(new URL(`../../node_modules/${path}`, import.meta.url))
}

/** Whether the system has a command. */
export function hasCommand(name: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.some((folder) => existsSync(join(folder, name)))
}
