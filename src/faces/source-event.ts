import { messageEvent } from '../platform.ts'
import type { EventSourceError } from '../errors.ts'
import type { ServerSentEvent } from '../stream/event.ts'

/** An event of the stream as a DOM event: the `MessageEvent` of the standard, with a `source` of `null` and no `ports`. */
// Node's types know a MessageEvent that is not generic.
export interface SourceMessageEvent<Data = string, Type extends string = string> extends Omit<
  MessageEvent,
  'data' | 'type'
> {
  readonly data: Data
  readonly type: Type
}

/** The `error` event: of a connection that was lost or failed, or of an event that could not be used. */
export interface SourceErrorEvent extends Event {
  readonly type: 'error'
  /** Why. */
  readonly error: EventSourceError
  /** The error's message. */
  readonly message: string
  /** The HTTP status of a refused response. */
  readonly status: number | undefined
  /** Milliseconds until the next attempt; `null`: closed for good; `undefined`: the connection stands (code `invalid-data`). */
  readonly reconnectIn: number | null | undefined
}

// A field is defined on the object itself, so the getters of MessageEvent's prototype, which would refuse this object, are
// out of the way. In Node (24) a real MessageEvent costs 330 ns, this one 50.
class StreamEvent extends Event {
  readonly data: unknown
  readonly lastEventId: string
  readonly origin: string

  constructor(type: string, data: unknown, lastEventId: string, origin: string) {
    super(type)
    this.data = data
    this.lastEventId = lastEventId
    this.origin = origin
  }

  get source(): null {
    return null
  }

  get ports(): readonly MessagePort[] {
    return NO_PORTS
  }
}

const NO_PORTS: readonly MessagePort[] = Object.freeze([])

class ErrorEventOfSource extends Event {
  readonly error: EventSourceError
  readonly reconnectIn: number | null | undefined

  constructor(error: EventSourceError, reconnectIn: number | null | undefined) {
    super('error')
    this.error = error
    this.reconnectIn = reconnectIn
  }

  get message(): string {
    return this.error.message
  }

  get status(): number | undefined {
    return this.error.status
  }
}

/** Makes `instanceof MessageEvent` hold for the events, wherever the runtime has that class. Asked at every event, it costs a sixth. */
export function linkMessageEvent(): void {
  const base = messageEvent()?.prototype
  if (base && Object.getPrototypeOf(StreamEvent.prototype) !== base)
    Object.setPrototypeOf(StreamEvent.prototype, base)
}

/** Makes the DOM event for an event of the stream. */
export function messageEventOf(event: ServerSentEvent<unknown>): Event {
  return new StreamEvent(event.type, event.data, event.lastEventId, event.origin)
}

/** Makes the `error` event. */
export function errorEventOf(
  error: EventSourceError,
  reconnectIn: number | null | undefined,
): Event {
  return new ErrorEventOfSource(error, reconnectIn)
}
