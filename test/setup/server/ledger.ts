import type { Exchange } from './exchange.ts'

/** One request as it came over the wire. */
export interface RecordedRequest {
  method: string
  /** Path and query, as sent. */
  url: string
  /** As sent, in order; each character of a value is one byte. */
  headers: [name: string, value: string][]
  /** Each character is one byte. */
  body: string
  /** Which of the server's origins it was sent to. */
  listener: string
  /** Which of the server's sockets it came on. */
  connection: number
  /** How many exchanges of its key were under way when it was answered, itself included. */
  open: number
  /** Milliseconds on the server's clock. */
  arrivedAt: number
  /** How the exchange ended, if it has. */
  ended?: { by: 'client' | 'server'; at: number }
  /** How many bytes of the body the response took so far. */
  written: number
  /** Whether the response takes no more, as the client does not read. */
  isStalled: boolean
}

/** All that is known under one `?key=`. */
export interface State {
  requests: RecordedRequest[]
  preflights: number
  /** How many exchanges are under way. */
  open: number
  /** How many were under way at once, at the most. */
  maxOpen: number
  /** How many requests were turned away, because there were too many. */
  excess: number
}

/** What a test can wait for. */
export interface Condition {
  /** At least so many requests came. */
  requests?: number
  /** Exactly so many exchanges are under way. */
  open?: number
  /** The last exchange's client reads no more. */
  stalled?: boolean
}

/** A client that storms is turned away, and shown as such. */
const MAX_REQUESTS = 100

/** So long an exchange may be noticed after its client has left it. */
const MAX_PARTING = 1_000

/** Records what comes under one key, and tells who waits for it. */
export class Ledger {
  readonly state: State = { requests: [], preflights: 0, open: 0, maxOpen: 0, excess: 0 }
  /** Those under way, in the order in which they came. */
  readonly #exchanges = new Set<Exchange>()
  readonly #watchers = new Set<() => void>()

  /** Takes in an exchange that begins; `false`: there were too many. */
  enter(exchange: Exchange): boolean {
    const { state } = this
    if (state.requests.length >= MAX_REQUESTS) {
      state.excess++
      return false
    }
    this.#exchanges.add(exchange)
    state.open++
    return true
  }

  leave(exchange: Exchange): void {
    if (this.#exchanges.delete(exchange)) this.state.open--
    this.changed()
  }

  /** Records a request that was read whole, and is to be answered; returns which one it is, from 0. */
  async record(exchange: Exchange): Promise<number> {
    const { state } = this
    // That a client has closed a socket shows a moment after it has sent something on another one. So the one before has a
    // while to go; one that waits for an answer to the next first, is there then.
    const isFirst = () =>
      this.#exchanges.values().next().value === exchange || exchange.record.ended !== undefined
    await this.#until(isFirst, MAX_PARTING)
    exchange.record.open = state.open
    state.maxOpen = Math.max(state.maxOpen, state.open)
    const index = state.requests.push(exchange.record) - 1
    this.changed()
    return index
  }

  /** The exchange whose stream is open now, as soon as there is one. */
  async openExchange(milliseconds: number): Promise<Exchange | undefined> {
    const find = () => Array.from(this.#exchanges).findLast((exchange) => exchange.isOpen)
    await this.#until(() => find() !== undefined, milliseconds)
    return find()
  }

  /** Whether it came true in time. */
  until({ requests = 0, open, stalled }: Condition, milliseconds: number): Promise<boolean> {
    const { state } = this
    return this.#until(
      () =>
        state.requests.length >= requests &&
        (open === undefined || state.open === open) &&
        (stalled === undefined || state.requests.at(-1)?.isStalled === stalled),
      milliseconds,
    )
  }

  changed(): void {
    for (const watch of this.#watchers) watch()
  }

  #until(holds: () => boolean, milliseconds: number): Promise<boolean> {
    if (holds()) return Promise.resolve(true)
    return new Promise((resolve) => {
      const settle = (result: boolean) => {
        clearTimeout(timer)
        this.#watchers.delete(watch)
        resolve(result)
      }
      const watch = () => {
        if (holds()) settle(true)
      }
      const timer = setTimeout(settle, milliseconds, false)
      this.#watchers.add(watch)
    })
  }
}
