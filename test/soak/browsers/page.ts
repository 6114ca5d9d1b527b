// What runs in the page: sources that come back for as long as it stands, and see that every event comes once and in order.
import {
  type Attempt,
  FetchEventSource,
  fetchEvents,
  type SessionInit,
} from '../../../src/index.ts'

/** What the page is to do. */
export interface Errand {
  origins: string[]
  /** How many sources each origin has, half of them loops. */
  sources: number
  reports: string
}

/** How far it is. */
export interface Told {
  events: number
  reconnections: number
  /** How often it was left, and gone on from where it was. */
  left: number
  tokens: number
  /** How often the page was hidden and shown, and the network gone and back, as far as the library can see. */
  woken: number
  failures: string[]
  isDone: boolean
}

const told: Told = {
  events: 0,
  reconnections: 0,
  left: 0,
  tokens: 0,
  woken: 0,
  failures: [],
  isDone: false,
}
const MAX_FAILURES = 20
const REPORTS_EVERY = 5000
const WAKES_EVERY = 15_000

/** Whether all is to be closed. */
const state = { isOver: false }
const closers = new Set<() => void>()

function failed(what: string): void {
  if (told.failures.length < MAX_FAILURES) told.failures.push(what)
}

/** One subscription that outlives its sources. */
class Reader {
  readonly name: string
  readonly #origin: string
  #token = ''
  last = 0

  constructor(name: string, origin: string) {
    this.name = name
    this.#origin = origin
  }

  get url(): string {
    return `${this.#origin}/log/${this.name}`
  }

  take({ data, lastEventId }: { data: unknown; lastEventId: string }): void {
    const number = Number(lastEventId)
    if (number !== this.last + 1 || !String(data).startsWith(`${number} `))
      failed(`${this.name}: ${lastEventId} came after ${this.last}`)
    this.last = number
    told.events++
  }

  /** Every other reader also watches the page. */
  init(signal: AbortSignal, isWatching: boolean): SessionInit {
    return {
      signal,
      lastEventId: this.last === 0 ? '' : `${this.last}`,
      headers: (attempt) => this.#headers(attempt),
      reconnect: { delay: 500, maxDelay: 2000, statuses: 'transient' },
      connectTimeout: 3000,
      idleTimeout: 3000,
      pauseWhenHidden: isWatching,
      checkOnWake: isWatching,
    }
  }

  async #headers({ error, number }: Attempt): Promise<Record<string, string>> {
    if (number > 1) told.reconnections++
    if (this.#token === '' || error?.status === 401) {
      const response = await fetch(`${this.#origin}/token/${this.name}`)
      this.#token = await response.text()
      told.tokens++
    }
    return { authorization: `Bearer ${this.#token}` }
  }
}

/** Reads with listeners; what is asked to leave reconnects, is closed or aborted, in turn. */
async function readByClass(reader: Reader, isWatching: boolean): Promise<void> {
  for (let turn = 0; !state.isOver;) {
    const controller = new AbortController()
    const source = new FetchEventSource(reader.url, reader.init(controller.signal, isWatching))
    const close = () => source.close()
    closers.add(close)
    let isLeft = false
    source.addEventListener('message', (event) => reader.take(event))
    source.addEventListener('leave', () => {
      told.left++
      turn++
      if (turn % 3 === 0) return source.reconnect()
      isLeft = true
      if (turn % 3 === 1) close()
      else controller.abort()
    })
    const { reason, error } = await source.closed
    closers.delete(close)
    if (!isLeft && !state.isOver) return failed(`${reader.name}: ${reason}, ${String(error)}`)
    if (source.lastEventId !== `${reader.last}`)
      failed(`${reader.name}: left at ${source.lastEventId}, not ${reader.last}`)
  }
}

/** Reads in loops. */
async function readByLoop(reader: Reader, isWatching: boolean): Promise<void> {
  while (!state.isOver) {
    const controller = new AbortController()
    const events = fetchEvents(reader.url, reader.init(controller.signal, isWatching))
    const close = () => events.close()
    closers.add(close)
    let isLeft = false
    try {
      for await (const event of events) {
        if (event.type === 'leave') {
          told.left++
          isLeft = true
          break
        }
        reader.take(event)
      }
    } catch (error) {
      return failed(`${reader.name}: ${String(error)}`)
    } finally {
      closers.delete(close)
    }
    if (!isLeft && !state.isOver) return failed(`${reader.name}: the loop has ended`)
  }
}

/** What the page's user does: nothing in such a run, so that the page is told that it is hidden, and that the network is back. */
function wake(): void {
  Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
  document.dispatchEvent(new Event('visibilitychange'))
  setTimeout(() => {
    delete (document as { visibilityState?: unknown }).visibilityState
    document.dispatchEvent(new Event('visibilitychange'))
    dispatchEvent(new Event('online'))
    told.woken++
  }, 1000)
}

export function run({ origins, sources, reports }: Errand): void {
  addEventListener('error', ({ message }) => failed(message))
  addEventListener('unhandledrejection', ({ reason }) => failed(String(reason)))
  const work: Promise<void>[] = []
  for (const [index, origin] of origins.entries()) {
    for (let source = 0; source < sources; source++) {
      const reader = new Reader(`${index}-${source}`, origin)
      const read = source % 2 === 0 ? readByClass : readByLoop
      work.push(read(reader, source % 4 < 2))
    }
  }
  const timers = [setInterval(tell, REPORTS_EVERY), setInterval(wake, WAKES_EVERY)]
  async function tell(): Promise<void> {
    if ((await report()) !== 'stop' || state.isOver) return
    state.isOver = true
    timers.forEach(clearInterval)
    for (const close of closers) close()
    await Promise.all(work)
    told.isDone = true
    await report()
  }
  async function report(): Promise<string> {
    const response = await fetch(reports, { method: 'POST', body: JSON.stringify(told) })
    return response.text()
  }
}
