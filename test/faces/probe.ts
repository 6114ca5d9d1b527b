import type {
  EventSourceError,
  FetchEventSource,
  SourceErrorEvent,
  TraceRecord,
} from '../../src/index.ts'
import type { Endpoint } from '../setup/client.ts'
import { equal, ok } from './assert.ts'

/** An event as a face delivered it. */
export interface SeenEvent {
  type: string
  data: unknown
  lastEventId: string
  origin: string
}

/** A connection that was lost and is to be reestablished. */
export interface Loss {
  error: EventSourceError
  reconnectIn: number
}

/** How it ended: the `reason` of `closed`, or what became of the loop. */
export interface Outcome {
  how: 'closed' | 'aborted' | 'ended' | 'no-content' | 'failed' | 'loop done' | 'loop threw'
  error?: unknown
}

/** Longer than anything takes, shorter than a test may. */
const MAX_WAIT = 10_000

/** Watches one face at work: records what it delivers, and waits for it. */
export abstract class Probe {
  readonly endpoint: Endpoint
  readonly events: SeenEvent[] = []
  readonly losses: Loss[] = []
  readonly records: TraceRecord[] = []
  outcome: Outcome | undefined
  /** What was delivered after the end. */
  readonly late: string[] = []
  readonly #watchers = new Set<() => void>()

  constructor(endpoint: Endpoint) {
    this.endpoint = endpoint
  }

  abstract get lastEventId(): string
  abstract get readyState(): number
  abstract get url(): string
  abstract close(): void

  /** How many connections were announced. */
  get opens(): number {
    return this.records.filter(({ type }) => type === 'open').length
  }

  /** The first `count` events, once they came. */
  async received(count: number): Promise<SeenEvent[]> {
    await this.until(`${count} events`, () => this.events.length >= count)
    return this.events.slice(0, count)
  }

  /** The data of the first `count` events. */
  async data(count: number): Promise<unknown[]> {
    return (await this.received(count)).map(({ data }) => data)
  }

  /** The loss with that number, from 1, once it came. */
  async lost(number: number): Promise<Loss> {
    await this.until(`${number} losses`, () => this.losses.length >= number)
    return this.losses[number - 1]!
  }

  async opened(number = 1): Promise<void> {
    await this.until(`${number} connections`, () => this.opens >= number)
  }

  async ended(): Promise<Outcome> {
    await this.until('the end', () => this.outcome !== undefined)
    return this.outcome!
  }

  /** Shows that it closed for good, without an error, and not because of the caller. */
  async done(): Promise<void> {
    const { how } = await this.ended()
    ok(['ended', 'no-content', 'loop done'].includes(how), `an end without an error, not: ${how}`)
  }

  /** Shows that it failed for good; the error. */
  async failure(): Promise<EventSourceError> {
    const { how, error } = await this.ended()
    ok(['failed', 'loop threw'].includes(how), `a failure, not: ${how}`)
    equal(this.readyState, 2, 'readyState')
    return error as EventSourceError
  }

  /** Resolves once it holds, asked whenever anything was recorded. */
  until(what: string, holds: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const watch = () => {
        if (!holds()) return
        this.#watchers.delete(watch)
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        this.#watchers.delete(watch)
        reject(new Error(`Waited in vain for ${what}: ${this}`))
      }, MAX_WAIT)
      this.#watchers.add(watch)
      watch()
    })
  }

  toString(): string {
    const { events, losses, records, outcome } = this
    return JSON.stringify({ events, losses, records, outcome })
  }

  /** For the option `trace`. */
  readonly trace = (record: TraceRecord): void => {
    this.records.push(record)
    this.changed()
  }

  protected changed(): void {
    for (const watch of this.#watchers) watch()
  }
}

/** Watches a `FetchEventSource`. */
export class SourceProbe extends Probe {
  readonly source: FetchEventSource
  /** Every `error` event. */
  readonly errors: SourceErrorEvent[] = []

  constructor(
    endpoint: Endpoint,
    make: (trace: Probe['trace']) => FetchEventSource,
    types: string[],
  ) {
    super(endpoint)
    this.source = make(this.trace)
    for (const type of ['message', ...types]) {
      this.source.addEventListener(type, ({ type, data, lastEventId, origin }) => {
        this.#note(type)
        this.events.push({ type, data, lastEventId, origin })
        this.changed()
      })
    }
    this.source.addEventListener('open', () => this.#note('open'))
    this.source.addEventListener('error', (event) => {
      // A server may send events of this type too.
      if (event.error === undefined) return
      if (event.reconnectIn !== null) this.#note('error')
      this.errors.push(event)
      const { error, reconnectIn } = event
      if (typeof reconnectIn === 'number') this.losses.push({ error, reconnectIn })
      this.changed()
    })
    void this.source.closed.then(({ reason, error }) => {
      this.outcome = { how: reason, error }
      this.changed()
    })
  }

  get lastEventId(): string {
    return this.source.lastEventId
  }

  get readyState(): number {
    return this.source.readyState
  }

  get url(): string {
    return this.source.url
  }

  close(): void {
    this.source.close()
  }

  override async failure(): Promise<EventSourceError> {
    const error = await super.failure()
    const last = this.errors.at(-1)
    ok(
      last?.error === error && last.reconnectIn === null,
      'an error event with the reason, and no way back',
    )
    return error
  }

  #note(what: string): void {
    if (this.source.readyState === 2) this.late.push(what)
  }
}

/** So much of an `EventStream` as is watched. */
interface WatchedStream extends AsyncIterable<SeenEvent> {
  readonly lastEventId: string
  readonly readyState: number
  readonly url: string
  close(): void
}

/** Watches a `for await` loop over `fetchEvents`. */
export class LoopProbe extends Probe {
  readonly stream: WatchedStream

  constructor(endpoint: Endpoint, make: (trace: Probe['trace']) => WatchedStream) {
    super(endpoint)
    this.stream = make((record) => {
      if (record.type === 'lost') this.losses.push({ error: record.error, reconnectIn: 0 })
      const last = this.losses.at(-1)
      if (last && record.type === 'waiting') last.reconnectIn = record.milliseconds
      this.trace(record)
    })
    void this.#iterate()
  }

  get lastEventId(): string {
    return this.stream.lastEventId
  }

  get readyState(): number {
    return this.stream.readyState
  }

  get url(): string {
    return this.stream.url
  }

  close(): void {
    this.stream.close()
  }

  async #iterate(): Promise<void> {
    try {
      for await (const event of this.stream) {
        if (this.outcome) this.late.push(event.type)
        this.events.push(event)
        this.changed()
      }
      this.outcome = { how: 'loop done' }
    } catch (error) {
      this.outcome = { how: 'loop threw', error }
    }
    this.changed()
  }
}
