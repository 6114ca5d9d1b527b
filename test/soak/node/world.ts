import { Clock } from './clock.ts'
import type { Feed } from './feed.ts'
import { surroundedBy } from './globals.ts'
import { type Host, Lane } from './lane.ts'
import { Page } from './page.ts'
import type { Way } from './way.ts'

/** So long, in real time, something that has to happen may take. */
const LIMIT = 60_000

/** The sources that come back in one way, with a time and a page of their own: those of other kinds rest meanwhile. */
export class World implements Host {
  readonly clock: Clock = new Clock(() => this.changed())
  readonly page: Page = new Page()
  readonly name: string
  readonly way: Way
  readonly lanes: Lane[]
  readonly failed: (what: string) => void
  /** Which round it is; the server is told. */
  round = 0
  /** How often something was done to all. */
  acts = 0
  /** How many connections followed another one, all in all and in the way that the kind is about. */
  attempts = 0
  reconnections = 0
  events = 0
  #changed = () => {}

  constructor(name: string, way: Way, count: number, feed: Feed, failed: (what: string) => void) {
    this.name = name
    this.way = way
    this.failed = (what) => failed(`${name}: ${what}`)
    this.lanes = Array.from({ length: count }, (_, number) => {
      return new Lane(this, number, feed)
    })
  }

  /** Makes it the one whose time passes. */
  enter(): void {
    surroundedBy(this)
  }

  /** Something may have come true. */
  changed(): void {
    this.#changed()
  }

  /** Resolves when that is so. */
  async until(holds: () => boolean): Promise<void> {
    let isLate = false
    const limit = globalThis.setTimeout(() => {
      isLate = true
      this.changed()
    }, LIMIT)
    for (;;) {
      await turn()
      this.clock.advance(0)
      if (holds()) break
      if (isLate) throw new Error(`${this.name}: ${String(holds)} stays false: ${this.#state()}`)
      await new Promise<void>((resolve) => (this.#changed = resolve))
    }
    globalThis.clearTimeout(limit)
  }

  /** All wait for their next attempt. */
  async untilAllWait(): Promise<void> {
    await this.until(() => this.clock.waits === this.lanes.length)
  }

  /** All have an open connection, on which two events came; who has lost it meanwhile comes back. */
  async untilAllAreUp(): Promise<void> {
    const isUp = () => this.lanes.every((lane) => lane.isUp)
    for (;;) {
      await this.until(() => isUp() || this.clock.waits > 0)
      if (isUp()) return
      this.clock.endWaits()
    }
  }

  #state(): string {
    const up = this.lanes.filter(({ isUp }) => isUp).length
    const { clock, round, attempts } = this
    return JSON.stringify({ up, waits: clock.waits, timers: clock.timers.size, round, attempts })
  }
}

/** What is real has its turn. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
