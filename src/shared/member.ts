import type { EventSourceError } from '../errors.ts'
import type { CloseReason } from '../session/trace.ts'
import type { ServerSentEvent } from '../stream/event.ts'
import type { Life } from './messages.ts'
import type { SharedSettings } from './shared-options.ts'

/** An instance, as its page's hub knows it. */
export interface Member {
  readonly settings: SharedSettings
  opened(life: Life): void
  receive(event: ServerSentEvent): void
  lost(error: EventSourceError, reconnectIn: number): void
  ended(reason: CloseReason, error: EventSourceError | undefined): void
}

/** Whether it wants events that came before it. */
export function wantsAll({ settings }: Member): boolean {
  return settings.replay !== undefined || settings.lastEventId !== ''
}
