import { expect } from './expect.ts'
import type { ServerSentEvent } from './event.ts'

/**
 * What the standard throws away: `'unknown-field'`, a line that it ignores and that is no comment: another field's name, a
 * `retry` that is not digits only, an `id` with U+0000 NULL; `'unfinished-event'`, what the stream ended in the middle of.
 */
export type DiscardedKind = 'unknown-field' | 'unfinished-event'

/** What {@link createParser} calls, and its settings; all optional. */
export interface ParserCallbacks {
  /** Called for each event, as soon as its blank line is read. */
  onEvent?: ((event: ServerSentEvent) => void) | undefined
  /** Called for each comment, with the text after the colon, nothing stripped. */
  onComment?: ((text: string) => void) | undefined
  /**
   * Called for what the standard throws away, to find out why an event does not come. The text of an unknown field is its
   * line. That of an unfinished event, told by {@link EventStreamParser.end}, is a stream of its own: what was read of the
   * event, field by field, and the line that was cut; a blank line after it would make the event.
   */
  onDiscarded?: ((kind: DiscardedKind, text: string) => void) | undefined
  /** Called for each valid `retry` field, as soon as its line is read, with the reconnection time in milliseconds. */
  onRetry?: ((milliseconds: number) => void) | undefined
  /** The last event ID string carried over from the connection before. Default `''`. */
  lastEventId?: string | undefined
  /**
   * How many UTF-16 units may be pending, from 0 on: the type, the ID and the data read of one event, and the line being
   * read, whatever it is, a comment too. Over it, `feed` throws. Default `Infinity`, which lets a server fill the memory.
   */
  maxEventSize?: number | undefined
}

/** What tells the fields of one block from those of another, for who wants more than the standard's events. */
export interface BlockCallbacks extends ParserCallbacks {
  /** Called for each `event` and `id` field that counts, as its line is read. */
  onField?: ((name: 'event' | 'id', value: string) => void) | undefined
  /** Called at each blank line that dispatches nothing, as there was no data. */
  onNoData?: (() => void) | undefined
}

/** What a parser calls, and the object whose methods they are. */
export interface OwnCallbacks extends Omit<BlockCallbacks, 'lastEventId' | 'maxEventSize'> {
  its: BlockCallbacks
}

/**
 * Checks the callbacks that `createParser` was given, for those whom no types guard, and reads them once. Into an object of one
 * shape that never goes away: V8 throws away what it has compiled for the shape of a caller's when a garbage collection finds
 * none. They are then called by `call`, which keeps V8 from inlining a caller's function, and throwing away the parser's code
 * along with it (`npm run bench -- parser --mixed`).
 */
export function ownCallbacks(its: BlockCallbacks): OwnCallbacks {
  // Other parsers take a function here: this one would never call it.
  expect(
    typeof its === 'object' && its,
    'createParser: expected an object, as in createParser({ onEvent })',
  )
  const { onEvent, onComment, onDiscarded, onRetry, onField, onNoData } = its
  const callbacks = { onEvent, onComment, onDiscarded, onRetry, onField, onNoData }
  for (const [name, callback] of Object.entries(callbacks)) {
    expect(typeof (callback ?? expect) === 'function', `${name}: expected a function`)
  }
  return { its, ...callbacks }
}
