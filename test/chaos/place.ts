import type { Requirement } from '../setup/requirements.ts'
import type { Fault } from './server/faults.ts'

/** Somewhere the readers can run. */
export interface Place extends Requirement {
  /** How many readers read at once there. */
  lanes: number
  /** How many logs are read by tabs at once there; `undefined`: there are none, and instances share in one page. */
  tabLanes?: number
  /** What it does not bear, and why is said where it is listed. */
  without: readonly Fault[]
  /** Runs the script, which reports; resolves, once it has ended, with what it said, or when `over` does. */
  run(run: Run): Promise<void>
}

export interface Run {
  /** One module, which runs the errand. */
  script: string
  /** Where it reports. */
  reports: string
  /** Resolves when the last report is there. */
  over: Promise<unknown>
  /** To be called when it has ended by itself. */
  giveUp(why: string): void
}
