import { randomUUID } from 'node:crypto'

/** An event that is remembered for a while. */
export interface LoggedEvent<Data> {
  id: string
  data: Data
}

/**
 * The last events, with IDs in two parts: which log it was, and the number in it. A server that starts again has another log,
 * so that it does not take a client's 17 for its own.
 */
export class EventLog<Data> {
  readonly #name = randomUUID().slice(0, 8)
  readonly #capacity: number
  readonly #events: LoggedEvent<Data>[] = []
  readonly #subscribers = new Set<(event: LoggedEvent<Data>) => void>()
  #last = 0

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** The ID of the last event. */
  get lastEventId(): string {
    return this.#idOf(this.#last)
  }

  append(data: Data): void {
    const event = { id: this.#idOf(++this.#last), data }
    this.#events.push(event)
    if (this.#events.length > this.#capacity) this.#events.shift()
    for (const notify of this.#subscribers) notify(event)
  }

  /** What came after an event; undefined if the log does not know that event, or has forgotten one after it. */
  after(lastEventId: string): LoggedEvent<Data>[] | undefined {
    const [, name, digits] = /^(\w+)-(\d+)$/.exec(lastEventId) ?? []
    const missed = this.#last - Number(digits)
    if (name !== this.#name || missed < 0 || missed > this.#events.length) return undefined
    return this.#events.slice(this.#events.length - missed)
  }

  /** Calls back with every event from now on. Returns what ends that. */
  subscribe(notify: (event: LoggedEvent<Data>) => void): () => void {
    this.#subscribers.add(notify)
    return () => this.#subscribers.delete(notify)
  }

  #idOf(number: number): string {
    return `${this.#name}-${number}`
  }
}
