import type { EventSourceError, SessionInit } from '../../../src/index.ts'

/** A way of coming back, as far as a source has to know. */
export interface Way {
  /** What the server is to do. */
  path: string
  init?: SessionInit
  /** Whether that is what the last connection ended with, where it did. */
  isCause(error: EventSourceError | undefined): boolean
}
