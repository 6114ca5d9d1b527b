import type { EventSourceError } from '../errors.ts'
import type { Opening } from '../session/attempt.ts'
import type { SessionSettings } from '../session/options.ts'
import { CONNECTING } from '../session/ready-state.ts'
import { Session } from '../session/session.ts'
import type { CloseReason } from '../session/trace.ts'
import type { ServerSentEvent } from '../stream/event.ts'

/** What a hub is told of its page's connection; nothing after `close()`. */
export interface SharedSessionObserver {
  opened(opening: Opening): void
  /** All events of a chunk. */
  received(events: ServerSentEvent[]): void
  lost(error: EventSourceError, reconnectIn: number): void
  closed(reason: CloseReason, error: EventSourceError | undefined): void
}

/** The connection of the page that leads: a session that tells the events of a chunk all at once. */
export class SharedSession {
  readonly #session: Session
  readonly #observer: SharedSessionObserver
  #chunk: ServerSentEvent[] = []
  #isClosed = false

  constructor(url: string, settings: SessionSettings, observer: SharedSessionObserver) {
    this.#observer = observer
    this.#session = new Session(url, settings, {
      opened: (opening) => {
        this.#flush()
        if (!this.#isClosed) observer.opened(opening)
      },
      received: (event) => {
        // A chunk is read in one go.
        if (this.#chunk.push(event as ServerSentEvent) === 1)
          void Promise.resolve().then(() => this.#flush())
      },
      lost: (error, reconnectIn) => {
        this.#flush()
        if (!this.#isClosed) observer.lost(error, reconnectIn)
      },
      closed: (reason, error) => {
        this.#flush()
        if (!this.#isClosed) observer.closed(reason, error)
      },
    })
    this.#session.start()
  }

  /** Ends it at once, and drops what was not told yet. */
  close(): void {
    this.#isClosed = true
    this.#session.close()
  }

  reconnect(): void {
    this.#session.reconnect()
  }

  /** Lets it rest, if it can be resumed, or wakes it. Returns whether it rests now. */
  hold(isHeld: boolean): boolean {
    if (isHeld) this.#session.hold()
    else this.#session.release()
    return this.#session.readyState === CONNECTING
  }

  #flush(): void {
    const events = this.#chunk
    this.#chunk = []
    if (events.length > 0 && !this.#isClosed) this.#observer.received(events)
  }
}
