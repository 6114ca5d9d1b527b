import type { EventSourceError } from '../errors.ts'
import type { SessionSettings } from '../session/options.ts'
import type { CloseReason } from '../session/trace.ts'
import type { ServerSentEvent } from '../stream/event.ts'
import type { Life } from './messages.ts'
import type { Replay, SharedTraceRecord } from './shared-init.ts'

/** An instance, as its page's hub knows it. */
export interface Member {
  readonly settings: SessionSettings
  readonly replay: Replay | undefined
  readonly trace: ((record: SharedTraceRecord) => void) | undefined
  opened(life: Life): void
  received(event: ServerSentEvent): void
  lost(error: EventSourceError, reconnectIn: number): void
  closed(reason: CloseReason, error: EventSourceError | undefined): void
}

/** Whether it wants events that came before it. */
export function wantsAll({ replay, settings }: Member): boolean {
  return replay !== undefined || settings.lastEventId !== ''
}
