import type { FetchEventSourceInit } from '../faces/fetch-event-source.ts'
import type { TraceRecord } from '../session/trace.ts'
import type { ParseOption } from '../stream/parse-data.ts'
import type { Role } from './hub-effects.ts'

/** What a late joiner wants of the events before it: those since the connection was opened, or the last so many. */
export type Replay = 'opened' | number

/** A {@link TraceRecord}, or what became of the sharing. */
export type SharedTraceRecord =
  | TraceRecord
  /** What this page is to the connection now. */
  | { at: number; attempt: number; type: 'role'; role: Role }
  /** Why this page shares with no other; it goes on as a `FetchEventSource` would. */
  | { at: number; attempt: number; type: 'alone'; reason: string }

/** Options of a {@link SharedEventSource}: those of a `FetchEventSource`, and with whom to share. */
export interface SharedEventSourceInit<
  Parse extends ParseOption | undefined = ParseOption | undefined,
> extends Omit<FetchEventSourceInit<Parse>, 'trace'> {
  /**
   * Who may share: instances of one origin with the same URL, method, credentials mode, `lastEventIdParam` and key. Required
   * with `headers` or `body`, which are not compared: put into it what tells users apart, such as a user's ID, so that no one
   * is shown another's events. It is hashed, and sent nowhere. Default: none.
   *
   * @example
   * ```ts
   * new SharedEventSource('/feed', { key: user.id, headers: () => ({ authorization: `Bearer ${token()}` }) })
   * ```
   */
  key?: string | number | undefined
  /**
   * Which events to be given that came before: `'opened'` for those since the connection was opened, or so many of the last
   * ones, out of the 256, or 1 MiB, that are kept. A `lastEventId` that is among those wins: what came after it is given.
   * Default: none, live events only.
   */
  replay?: Replay | undefined
  /** Called with a record of what the connection does, in the page that has it, and of what the sharing does. No record holds a credential. */
  trace?: ((record: SharedTraceRecord) => void) | undefined
}
