import type { fetchEventSource as Ours } from '../../src/fetch-event-source.ts'
import type { Run } from './run.ts'

/** The function, of either package: so much of it as both take. */
export type FetchEventSource = (
  url: string,
  init: Parameters<typeof Ours>[1] & { headers?: Record<string, string> },
) => Promise<void>

/** What a server or a page does, and what each package makes of it: `run` says what was seen, in a few words. */
export interface Behaviour {
  name: string
  /** Default: everywhere. */
  where?: 'page' | 'no page'
  /** What is seen with the original. */
  original: string
  /** What is seen here, where it is not the same. */
  here?: string
  /** What that is: a fault that is not taken over, or a decision. */
  verdict?: 'better' | 'on purpose'
  run(run: Run): Promise<string>
}
