import type { EventSourceError } from '../errors.ts'
import type { CloseReason } from '../session/trace.ts'
import type { Life, Message } from './messages.ts'
import type { ServerSentEvent } from '../stream/event.ts'

/**
 * What a page is to the connection: it has asked for the lock and knows nothing yet; follows a leader; has the lock and asks
 * the others how far they are; has the connection; sleeps, frozen or in the back/forward cache; or is done.
 */
export type Role = 'joining' | 'follower' | 'promoting' | 'leader' | 'suspended' | 'closed'

/** What a hub has done, and what it is told of the world: no globals here. */
export interface HubEffects {
  now(): number
  /** From 0 up to 1. */
  random(): number
  isHidden(): boolean
  /** Calls `timeout()` once, so many milliseconds from now, or never; any earlier call is taken back. */
  wake(milliseconds: number): void
  openChannel(): void
  closeChannel(): void
  post(message: Message): void
  /** Posts so that this page hears it too, if it hears the channel at all. */
  postAloud(message: Message): void
  /** Queues for the lock; `granted()` follows. */
  requestLock(): void
  /** Takes it from whoever has it, and gives up the place in the queue. */
  stealLock(): void
  /** Gives up the lock, or the place in the queue. */
  releaseLock(): void
  connect(lastEventId: string): void
  disconnect(): void
  reconnect(): void
  /** Lets the connection rest, if it can be resumed, or wakes it. Returns whether it rests now. */
  hold(isHeld: boolean): boolean
  /** This page's role is another now. */
  changed(role: Role): void
  /** What there is to know of the line is known: instances may take part. */
  settled(): void
  tell(life: Life): void
  deliver(event: ServerSentEvent): void
  /** The connection has ended for good. */
  ended(reason: CloseReason, error: EventSourceError | undefined): void
}
