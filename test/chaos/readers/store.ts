import { FetchEventSource } from '../../../src/index.ts'
import { SharedEventSource } from '../../../src/shared.ts'
import {
  createEventStore,
  type EventStore,
  type EventStoreSnapshot,
  type UseEventSourceInit,
} from '../../../src/store.ts'
import { END } from '../profile.ts'
import type { Reader } from '../reader.ts'
import type { Seen } from '../witness.ts'
import { checkEnd } from './ends.ts'

type Init = UseEventSourceInit & {
  reduce: (state: number, event: Seen) => number
  initial: number
}
type Store = EventStore<Seen, number, Init>

/** Reads with a store, whose listeners come and go; one that was given up is followed by another one. */
export async function readByStore(reader: Reader): Promise<void> {
  let place = ''
  while (!reader.isDone) place = await new StoreReader(reader, place).run()
}

/** The life of one store. */
class StoreReader {
  readonly #reader: Reader
  readonly #store: Store
  readonly #listeners: (() => void)[] = []
  /** What ends the subscription of the time. */
  #controller!: AbortController
  #keys = 0
  /** Closed by hand: nothing may come. */
  #isClosed = false
  #isAborted = false
  #isOver = false
  #resolve!: () => void
  readonly #over = new Promise<void>((resolve) => (this.#resolve = resolve))
  /** Later acts of its user that are still to come. */
  readonly #later = new Set<ReturnType<typeof setTimeout>>()

  constructor(reader: Reader, place: string) {
    this.#reader = reader
    this.#store = createEventStore(reader.url, this.#init(place))
  }

  /** Reads until the store is given up; gives the place that it has come to. */
  async run(): Promise<string> {
    const { user, witness } = this.#reader
    this.#join()
    const stop = user.actsAtAnyTime(() => this.#act(3))
    await this.#over
    stop()
    for (const timer of this.#later) clearTimeout(timer)
    this.#store[Symbol.dispose]()
    const { lastEventId, readyState } = this.#store.getSnapshot()
    if (readyState !== 2) witness.fail('A store that was disposed of is not closed')
    witness.checkPlace(lastEventId)
    return lastEventId
  }

  #init(lastEventId: string): Init {
    const { user } = this.#reader
    this.#controller = new AbortController()
    return {
      ...this.#reader.init(lastEventId, this.#controller.signal),
      key: ++this.#keys,
      source: user.picks<Init['source']>([
        undefined,
        undefined,
        FetchEventSource,
        SharedEventSource,
      ]),
      reduce: (state, event) => this.#reduce(state, event),
      initial: 0,
      onEvent: (event) => this.#received(event),
    }
  }

  /** Every event gets here, once. */
  #reduce(state: number, event: Seen): number {
    const { witness, user } = this.#reader
    if (this.#isOver) witness.fail('An event came to a store that was disposed of')
    if (this.#isClosed) witness.fail('An event came to a store that was closed')
    if (this.#listeners.length === 0) witness.fail('An event came to no one')
    // As `until` was a function, or has thrown.
    if (event.data === END) return state
    witness.take(event)
    user.mayThrow('reduce', 500)
    return state + 1
  }

  #received(event: Seen): void {
    const { witness, user, profile } = this.#reader
    if (witness.isComplete && profile.leavesAtLast) return this.#giveUp('dispose')
    this.#act(event.data === '' ? 50 : 200)
    user.mayThrow('onEvent', 2000)
  }

  #act(oneIn: number): void {
    if (this.#isOver) return
    const { user } = this.#reader
    const whim = user.whim(oneIn, [
      ...(['join', 'leave', 'leave', 'leaveAll', 'leaveAll', 'reconnect', 'reconnect'] as const),
      ...(['close', 'abort', 'dispose', 'update'] as const),
    ])
    switch (whim) {
      case undefined:
        return
      case 'join':
        return this.#join()
      case 'leave':
        return this.#leave(1)
      case 'leaveAll':
        return this.#leave(this.#listeners.length)
      case 'reconnect':
        return this.#reconnect()
      case 'close':
        this.#isClosed = true
        this.#store.close()
        return this.#soon(() => this.#reconnect())
      case 'update':
        return this.#update()
      default:
        return this.#giveUp(whim)
    }
  }

  #join(): void {
    const { user } = this.#reader
    this.#listeners.push(
      this.#store.subscribe(() => {
        this.#look()
        user.mayThrow('listener', 200)
      }),
    )
    this.#look()
  }

  /** Some go, the ones after the others; someone comes back, at once or later. */
  #leave(count: number): void {
    for (const end of this.#listeners.splice(0, count)) end()
    if (this.#listeners.length === 0) this.#soon(() => this.#join())
  }

  #reconnect(): void {
    this.#isClosed = false
    this.#store.reconnect()
  }

  /** Another subscription, which begins where this one is. */
  #update(): void {
    const before = this.#controller
    const { lastEventId } = this.#store.getSnapshot()
    this.#isClosed = false
    // An event that is delivered at the moment is not in the snapshot yet.
    const { witness, log } = this.#reader
    const place = witness.last > log.numberOf(lastEventId) ? log.idOf(witness.last) : lastEventId
    this.#store.update(this.#reader.url, this.#init(place))
    before.abort()
  }

  #giveUp(how: 'abort' | 'dispose'): void {
    if (this.#isOver) return
    if (how === 'abort') {
      this.#isAborted = true
      this.#controller.abort()
    } else this.#store[Symbol.dispose]()
    this.#isOver = true
    this.#resolve()
  }

  /** In this call, at the end of the turn, in the next one, or after a while. */
  #soon(run: () => void): void {
    const { user } = this.#reader
    const ifOn = () => {
      if (!this.#isOver) run()
    }
    switch (user.picks(['call', 'turn', 'afterTurn', 'later'])) {
      case 'call':
        return ifOn()
      case 'turn':
        return queueMicrotask(ifOn)
      case 'afterTurn':
        return void Promise.resolve().then(() => queueMicrotask(ifOn))
      default: {
        const timer = setTimeout(
          () => {
            this.#later.delete(timer)
            ifOn()
          },
          user.picks([0, 1, 20]),
        )
        this.#later.add(timer)
      }
    }
  }

  /** A listener is told, or someone looks. */
  #look(): void {
    const { witness, user } = this.#reader
    const { status, error, event, lastEventId }: EventStoreSnapshot<Seen, number> =
      this.#store.getSnapshot()
    if (this.#isOver) return
    if (event && this.#reader.log.numberOf(event.lastEventId) > witness.last)
      witness.fail('An event is shown that was not taken')
    if (status === 'ended') {
      checkEnd(this.#reader, 'ended', undefined, false)
      return this.#giveUp('dispose')
    }
    if (status !== 'failed') return
    checkEnd(this.#reader, 'failed', error, this.#isAborted)
    witness.checkPlace(lastEventId)
    if (user.picks([true, false])) this.#giveUp('dispose')
    else this.#soon(() => this.#reconnect())
  }
}
