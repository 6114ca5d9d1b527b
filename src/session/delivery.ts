import type { EventSourceError } from '../errors.ts'
import { guarded } from '../platform/report.ts'
import type { ServerSentEvent } from '../stream/event.ts'
import type { ParseEvent } from '../stream/parse-data.ts'
import type { Until } from './init.ts'

/** What becomes of raw events. */
export interface DeliverySettings {
  parse: ParseEvent | undefined
  until: Until | undefined
  onInvalid: ((error: EventSourceError) => void) | undefined
}

/** Who takes events. */
export interface Recipient {
  /** Nothing more is taken. */
  readonly isClosed: boolean
  received(event: ServerSentEvent<unknown>): void
  /** `parse` has refused an event, and there is no `onInvalid`. */
  invalid(error: EventSourceError): void
  /** The event that `until` names has come. */
  finished(): void
}

/** Takes a raw event to its recipient: as the end, parsed, or not at all; `attempt` is the one that it came on. Any callback may close the recipient. */
export function deliver(
  event: ServerSentEvent<unknown>,
  { parse, until, onInvalid }: DeliverySettings,
  recipient: Recipient,
  attempt = 0,
): void {
  // Most sources have neither (`npm run bench -- stream`, one write per event).
  if (until === undefined && parse === undefined) return recipient.received(event)
  if (event.data === until) return recipient.finished()
  const isLast =
    typeof until === 'function' && guarded(() => until(event as ServerSentEvent)) === true
  const error = parse?.(event)
  if (recipient.isClosed) return
  if (error) Object.assign(error, { attempt })
  if (!error) recipient.received(event)
  else if (onInvalid) guarded(() => onInvalid(error))
  else recipient.invalid(error)
  if (isLast && !recipient.isClosed) recipient.finished()
}
