import { SharedEventSource, type SharedEventSourceInit } from '../../../src/shared.ts'
import type { Reader } from '../reader.ts'
import { TabMemory } from '../tabs/memory.ts'
import { Tab } from '../tabs/tab.ts'
import { TabWorld } from '../tabs/world.ts'
import { readByClass } from './class.ts'

/** So many at once. */
const MAX_OPEN = 4

/** Where there are no tabs: by instances in one page, one after the other. */
export function readByInstances(reader: Reader): Promise<void> {
  return readByClass(
    reader,
    (url, init) => new SharedEventSource(url, { ...init, key: 'a user' } as SharedEventSourceInit),
  )
}

/** A log is read by tabs that come and go, each with its own copy of the library, which `code` is. */
export async function readByTabs(reader: Reader, code: string): Promise<void> {
  const tabs = new Tabs(reader, code)
  tabs.open()
  tabs.open()
  const stop = reader.user.actsAtAnyTime(() => tabs.act())
  await tabs.ending
  // Who is still there reads on to the end.
  stop()
  await tabs.over
}

/** The tabs that read one log. */
class Tabs {
  /** Resolves when one of them has read it to the end. */
  readonly ending: Promise<void>
  /** Resolves when they all are gone, after that. */
  readonly over: Promise<void>
  readonly #reader: Reader
  readonly #code: string
  readonly #memory = new TabMemory()
  readonly #tabs = new Set<Tab>()
  #count = 0
  #isEnding = false
  #end!: () => void
  #finish!: () => void

  constructor(reader: Reader, code: string) {
    this.#reader = reader
    this.#code = code
    this.ending = new Promise((resolve) => (this.#end = resolve))
    this.over = new Promise((resolve) => (this.#finish = resolve))
  }

  open(): void {
    const tab = new Tab(++this.#count, this.#reader, this.#memory, new TabWorld(this.#code))
    this.#tabs.add(tab)
    void tab.over.then(() => this.#isGone(tab))
  }

  /** A tab comes, goes or crashes; two of them stay, or there would be no one to tell how far the log was read. */
  act(): void {
    const { user, witness } = this.#reader
    witness.hears(this.#memory.last, this.#memory.events)
    const tabs = [...this.#tabs]
    const whim = user.whim<'openTab' | 'closeTab' | 'crash'>(2, [
      ...(tabs.length < MAX_OPEN ? (['openTab'] as const) : []),
      ...(tabs.length > 2 ? (['closeTab', 'crash'] as const) : []),
    ])
    if (!whim) return
    if (whim === 'openTab') return this.open()
    const tab = user.picks(tabs)
    if (whim === 'closeTab') return tab.leave()
    this.#tabs.delete(tab)
    tab.crash()
  }

  #isGone(tab: Tab): void {
    this.#tabs.delete(tab)
    if (tab.isComplete) {
      this.#isEnding = true
      this.#end()
    }
    if (this.#tabs.size > 0) return
    if (!this.#isEnding) return this.open()
    const { last, events } = this.#memory
    this.#reader.witness.hears(last, events)
    this.#finish()
  }
}
