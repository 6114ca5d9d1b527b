import { EventSourceError } from '../errors.ts'
import { listen } from '../platform/page.ts'
import { guarded } from '../platform/report.ts'
import { deliver, type DeliverySettings, type Recipient } from '../session/delivery.ts'
import type { SessionObserver } from '../session/observers.ts'
import { CLOSED, CONNECTING, OPEN, type ReadyState } from '../session/ready-state.ts'
import type { CloseReason } from '../session/trace.ts'
import type { ServerSentEvent } from '../stream/event.ts'
import type { Member } from './member.ts'
import type { Life } from './messages.ts'
import { joinHub, type PageHub } from './page-hub.ts'
import type { SharedSettings } from './shared-options.ts'

/** One instance's part in the connection of its page; to its face it is what a session is. */
export class SharedSubscription implements Member, Recipient {
  readonly settings: SharedSettings
  /** Where the stream ends is for the page to see that reads it. */
  readonly #delivery: DeliverySettings
  readonly #url: string
  readonly #observer: SessionObserver
  #hub: PageHub | undefined
  #unlisten: (() => void) | undefined
  #isClosed = false
  /** Whether it was told anything: until then it is connecting, however the connection is. */
  #isTold = false
  /** That of the connection that was open last. */
  #attempt = 0
  /** That of the last event it was given. */
  #lastEventId: string

  constructor(url: string, settings: SharedSettings, observer: SessionObserver) {
    this.#url = url
    this.settings = settings
    this.#delivery = { ...settings, until: undefined }
    this.#observer = observer
    this.#lastEventId = settings.lastEventId
  }

  get readyState(): ReadyState {
    if (this.#isClosed) return CLOSED
    return this.#isTold && this.#hub?.isOpen ? OPEN : CONNECTING
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  get lastEventId(): string {
    return this.#lastEventId
  }

  start(): void {
    const { signal } = this.settings
    if (signal?.aborted) return this.close('aborted')
    this.#unlisten = signal && listen(signal, 'abort', () => this.close('aborted'))
    this.#hub = joinHub(this.#url, this)
  }

  /** Leaves the connection to the others; the last one closes it. */
  close(reason: CloseReason = 'closed', error?: EventSourceError): void {
    if (this.#isClosed) return
    this.#hub?.leave(this)
    this.ended(reason, error)
  }

  reconnect(): void {
    if (!this.#isClosed) this.#hub?.reconnectNow()
  }

  // What the hub tells.

  opened({ attempt, resumedFrom, response }: Life): void {
    this.#isTold = true
    this.#attempt = attempt
    const opening = { attempt, resumedFrom, response: response! }
    const { onOpen } = this.settings
    if (onOpen) guarded(() => onOpen(opening))
    if (!this.#isClosed) this.#observer.opened?.(opening)
  }

  lost(error: EventSourceError, reconnectIn: number): void {
    this.#isTold = true
    this.#observer.lost?.(error, reconnectIn)
  }

  receive(event: ServerSentEvent): void {
    if (this.#isClosed) return
    const { length } = event.data
    const { maxEventSize } = this.settings
    if (length > maxEventSize) {
      const message = `an event of ${length} UTF-16 units is over maxEventSize, ${maxEventSize}`
      return this.close(
        'failed',
        new EventSourceError('event-too-large', message, { attempt: this.#attempt }),
      )
    }
    this.#lastEventId = event.lastEventId
    deliver(event, this.#delivery, this, this.#attempt)
  }

  ended(reason: CloseReason, error: EventSourceError | undefined): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#unlisten?.()
    this.#observer.closed(reason, error)
  }

  // What becomes of an event.

  received(event: ServerSentEvent<unknown>): void {
    const { onEvent } = this.settings
    if (onEvent) guarded(() => onEvent(event))
    if (!this.#isClosed) this.#observer.received?.(event)
  }

  invalid(error: EventSourceError): void {
    this.#observer.invalid?.(error)
  }

  finished(): void {}
}
