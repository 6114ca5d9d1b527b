import type { Requirement } from '../setup/requirements.ts'
import type { Evaluating } from './tabs.ts'

/** A tab of some engine, driven from here. */
export interface EnginePage extends Evaluating {
  goto(url: string): Promise<unknown>
  reload(): Promise<unknown>
  goBack(): Promise<unknown>
  close(): Promise<unknown>
}

/** A browser whose tabs share an origin. */
export interface EngineBrowser {
  newPage(): Promise<EnginePage>
  close(): Promise<unknown>
}

export interface Engine extends Requirement {
  /** Whether a page that takes part in a connection may enter the back/forward cache. */
  keepsPages: boolean
  start(): Promise<EngineBrowser>
}
