import type { EventSourceError } from '../errors.ts'
import { messageEventPrototype, PlatformEvent } from '../platform/realm.ts'
import type { Opening, OpenResponse } from '../session/attempt.ts'
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

/** The `open` event. */
export interface SourceOpenEvent extends Event, Opening {
  readonly type: 'open'
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
  /** The same, by the name that the package `eventsource` gives it. */
  readonly code: number | undefined
  /** Milliseconds until the next attempt; `null`: closed for good; `undefined`: the connection stands (code `invalid-data`). */
  readonly reconnectIn: number | null | undefined
  readonly data?: undefined
}

/**
 * An event that the server named `error`, as APIs of language models do: it reaches the same listeners, and has `data` but no
 * `error`.
 */
export interface ServerErrorEvent<Data = string> extends SourceMessageEvent<Data, 'error'> {
  readonly error?: undefined
  readonly message?: undefined
  readonly status?: undefined
  readonly code?: undefined
  readonly reconnectIn?: undefined
}

/** An event of the stream, as {@link SourceMessageEvent} describes it. */
// A real MessageEvent costs 330 ns in Node (24), this one 50. All its attributes are here, as the getters of MessageEvent's
// prototype would refuse this object; and as getters of one private field: three fields cost 130 ns more in Bun (1.4.5).
export class StreamEvent extends PlatformEvent {
  readonly #event: ServerSentEvent<unknown>

  constructor(event: ServerSentEvent<unknown>) {
    super(event.type)
    this.#event = event
  }

  get data(): unknown {
    return this.#event.data
  }

  get lastEventId(): string {
    return this.#event.lastEventId
  }

  get origin(): string {
    return this.#event.origin
  }

  get source(): null {
    return null
  }

  get ports(): readonly MessagePort[] {
    return NO_PORTS
  }
}

const NO_PORTS: readonly MessagePort[] = Object.freeze([])

/** The `open` event, as {@link SourceOpenEvent} describes it. */
export class StreamOpenEvent extends PlatformEvent {
  readonly response: OpenResponse
  readonly attempt: number
  readonly resumedFrom: string

  constructor({ response, attempt, resumedFrom }: Opening) {
    super('open')
    this.response = response
    this.attempt = attempt
    this.resumedFrom = resumedFrom
  }
}

/** The `error` event, as {@link SourceErrorEvent} describes it. */
export class StreamErrorEvent extends PlatformEvent {
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

  get code(): number | undefined {
    return this.error.status
  }
}

/** Makes properties of a prototype enumerable, as Web IDL has attributes and operations; those of classes are not. */
export function makeEnumerable(prototype: object, names: readonly string[]): void {
  for (const name of names) Object.defineProperty(prototype, name, { enumerable: true })
}

/**
 * Makes `instanceof MessageEvent` hold for the events, wherever the runtime has that class, and their attributes enumerable, as
 * Web IDL has them. Asked at every event, it costs a sixth (`npm run bench -- stream`).
 */
export function linkMessageEvent(): void {
  const base = messageEventPrototype()
  const { prototype } = StreamEvent
  if (!base || Object.getPrototypeOf(prototype) === base) return
  Object.setPrototypeOf(prototype, base)
  makeEnumerable(prototype, ['data', 'lastEventId', 'origin', 'source', 'ports'])
}
