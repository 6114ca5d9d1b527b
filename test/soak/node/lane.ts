import {
  type Attempt,
  type EventSourceError,
  FetchEventSource,
  fetchEvents,
  type FetchLike,
  type SessionInit,
} from '../../../src/index.ts'
import type { Feed } from './feed.ts'
import type { Way } from './way.ts'

/** So long a token lasts, in simulated time: less than it takes to come back. */
const TOKEN_LIFETIME = 30_000

/** As many the server sends on each connection. */
const EVENTS = 2

/** What a lane sees of its world. */
export interface Host {
  readonly way: Way
  readonly clock: { readonly now: number }
  /** Which round it is; the server is told. */
  round: number
  /** How many connections followed another one, all in all and in the way that it is about. */
  attempts: number
  reconnections: number
  events: number
  failed(what: string): void
  /** Something may have come true. */
  changed(): void
}

/** One reader of a log, by whichever source it has just now. */
export class Lane {
  /** Whether its connection has brought what it was to bring. */
  isUp = false
  readonly #world: Host
  readonly #url: string
  readonly #fetch: FetchLike | undefined
  readonly #isLoop: boolean
  #last = 0
  #attempts = 0
  #tokenUntil = 0
  /** How many came on this connection. */
  #events = 0
  #isOver = false
  /** Whether its source was closed, to be followed by another one. */
  #isLeft = false
  #over: Promise<void> | undefined
  #source: Pick<FetchEventSource, 'close' | 'readyState'> & { reconnect?(): void } = {
    close() {},
    readyState: 2,
  }

  constructor(world: Host, number: number, { origin, fetch }: Feed) {
    this.#world = world
    this.#isLoop = number % 2 === 1
    this.#url = `${origin}/${world.way.path}/${number}`
    this.#fetch = fetch
  }

  start(): void {
    this.#over = this.#isLoop ? this.#readByLoop() : this.#readByClass()
  }

  /** What a user does who wants another connection: there is a method, or one leaves and goes on. */
  renew(): void {
    if (this.#source.reconnect) this.#source.reconnect()
    else {
      this.#isLeft = true
      this.#source.close()
    }
  }

  async close(): Promise<void> {
    this.#isOver = true
    this.#source.close()
    await this.#over
    if (this.#source.readyState !== 2) this.#world.failed('a source is not closed')
  }

  async #readByClass(): Promise<void> {
    const source = (this.#source = new FetchEventSource(this.#url, this.#init()))
    source.addEventListener('message', (event) => this.#take(event))
    const { error } = await source.closed
    if (!this.#isOver || error) this.#world.failed(`a source has failed: ${String(error)}`)
  }

  async #readByLoop(): Promise<void> {
    try {
      while (!this.#isOver) {
        const events = (this.#source = fetchEvents(this.#url, this.#init()))
        for await (const event of events) this.#take(event)
        if (!this.#isOver && !this.#isLeft) this.#world.failed('a loop has ended')
        this.#isLeft = false
      }
    } catch (error) {
      this.#world.failed(`a loop has failed: ${String(error)}`)
    }
  }

  #take({ data, lastEventId }: { data: unknown; lastEventId: string }): void {
    const number = Number(lastEventId)
    if (number !== this.#last + 1 || !String(data).startsWith(`${number} `))
      this.#world.failed(`${lastEventId} came after ${this.#last}`)
    this.#last = number
    this.#world.events++
    this.isUp = ++this.#events === EVENTS
    this.#world.changed()
  }

  #init(): SessionInit {
    return {
      lastEventId: this.#last === 0 ? '' : `${this.#last}`,
      fetch: this.#fetch,
      headers: (attempt) => this.#headers(attempt),
      ...this.#world.way.init,
      reconnect: { delay: 60_000, maxDelay: 300_000, statuses: 'transient' },
    }
  }

  #headers({ error }: Attempt): Record<string, string> {
    const { round, clock } = this.#world
    this.isUp = false
    this.#events = 0
    if (this.#attempts++ > 0) this.#count(error)
    if (this.#tokenUntil === 0 || error?.status === 401)
      this.#tokenUntil = clock.now + TOKEN_LIFETIME
    return {
      'x-round': `${round}`,
      'x-now': `${clock.now}`,
      authorization: `Bearer ${this.#tokenUntil}`,
    }
  }

  #count(error: EventSourceError | undefined): void {
    this.#world.attempts++
    if (this.#world.way.isCause(error)) this.#world.reconnections++
  }
}
