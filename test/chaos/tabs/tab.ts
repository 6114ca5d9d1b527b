import type { FetchLikeInit } from '../../../src/index.ts'
import type { SharedEventSource, SharedEventSourceInit } from '../../../src/shared.ts'
import { types } from '../event-log.ts'
import { END } from '../profile.ts'
import { isStream, Reader } from '../reader.ts'
import { checkEnd } from '../readers/ends.ts'
import type { User } from '../user.ts'
import { Witness } from '../witness.ts'
import type { TabMemory } from './memory.ts'
import type { TabWorld } from './world.ts'

const MAX_INSTANCES = 3

interface Instance {
  source: SharedEventSource
  witness: Witness
  leave(how: 'close' | 'abort'): void
}

/** Reads as a page does, with instances that come and go, until it is told to leave or the log has ended. */
export class Tab {
  readonly number: number
  /** Resolves when it has left by itself. */
  readonly over: Promise<void>
  /** Whether it has seen the end of the log. */
  isComplete = false
  readonly #reader: Reader
  readonly #user: User
  readonly #memory: TabMemory
  readonly #world: TabWorld
  readonly #instances = new Set<Instance>()
  readonly #stopActing: () => void
  /** What the page is to the connection, as `trace` tells. */
  #role = ''
  #asked: AbortSignal | undefined
  #isLeaving = false
  #resolve!: () => void

  constructor(number: number, reader: Reader, memory: TabMemory, world: TabWorld) {
    this.number = number
    this.#reader = reader
    this.#user = reader.user.another(number)
    this.#memory = memory
    this.#world = world
    this.over = new Promise((resolve) => (this.#resolve = resolve))
    this.#open(this.#user.picks(['', this.#furthest, this.#furthest, this.#furthest]))
    this.#stopActing = this.#user.actsAtAnyTime(() => this.#act())
  }

  failed(error: unknown): void {
    if (this.#world.hasCrashed) return
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
    this.#reader.witness.fail(`Tab ${this.number}, ${this.#role}: ${what}`)
  }

  crash(): void {
    this.#stopActing()
    this.#world.crash()
    this.#memory.connected.delete(this.number)
  }

  /** Closes all instances. */
  leave(): void {
    if (this.#isLeaving) return
    this.#isLeaving = true
    this.#stopActing()
    for (const { leave } of this.#instances) leave('close')
    if (this.#instances.size === 0) this.#isGone()
  }

  #isGone(): void {
    const { channels } = this.#world
    if (channels > 0) this.failed(`${channels} channels are left open`)
    this.#resolve()
  }

  /** Where the furthest of all tabs is. */
  get #furthest(): string {
    const { last } = this.#memory
    return last === 0 ? '' : this.#reader.log.idOf(last)
  }

  #act(): void {
    const whim = this.#user.whim(4, ['join', 'close', 'abort', 'reconnect', 'leaveAll'])
    const instances = [...this.#instances]
    if (whim === 'join' && instances.length < MAX_INSTANCES) return this.#open('')
    if (whim === 'leaveAll') for (const { leave } of instances) leave('close')
    const one = instances.length > 0 && this.#user.picks(instances)
    if (!one) return
    if (whim === 'reconnect') one.source.reconnect()
    else if (whim === 'close' || whim === 'abort') one.leave(whim)
  }

  #open(place: string): void {
    this.#read(place).catch((error: unknown) => {
      this.failed(error)
      this.leave()
    })
  }

  /** The life of one instance. */
  async #read(place: string): Promise<void> {
    const { profile, log, origin } = this.#reader
    const user = this.#user
    const witness = new Witness(log, (violation) => this.failed(violation))
    witness.joins()
    const reader = new Reader(profile, log, user, witness, origin)
    const controller = new AbortController()
    const { SharedEventSource } = this.#world.library
    const source = new SharedEventSource(reader.url, this.#init(reader, place, controller.signal))
    let isLeft = false
    const leave = (how: 'close' | 'abort') => {
      isLeft = true
      if (how === 'abort') controller.abort()
      else source.close()
    }
    const instance: Instance = { source, witness, leave }
    this.#instances.add(instance)
    source.addEventListener('open', (event) => {
      // A tab that reads on by itself may be refused for good: what it missed cannot be had, and that is told.
      if (event.resumedFrom === '') witness.joins()
      // Told that it is resumed, it begins right there.
      else if (witness.events === 0 && event.resumedFrom === place) witness.joinsAt(place)
    })
    for (const type of types) {
      source.addEventListener(type, (event) => {
        if (this.#world.hasCrashed) return
        if (isLeft) witness.fail(`An event of type ${type} came after the source was closed`)
        if (!('data' in event)) user.mayThrow(type)
        else if (event.data !== END) {
          witness.take(event)
          this.#memory.events++
          this.#memory.last = Math.max(this.#memory.last, witness.last)
          const whim = user.whim(400, ['close', 'abort', 'reconnect', 'join'])
          if (whim === 'reconnect') source.reconnect()
          else if (whim === 'join' && this.#instances.size < MAX_INSTANCES)
            this.#open(source.lastEventId)
          else if (whim === 'close' || whim === 'abort') leave(whim)
        }
        user.mayThrow(type, 400)
      })
    }
    const { reason, error } = await source.closed
    if (this.#world.hasCrashed) return
    this.#instances.delete(instance)
    const hasEnded = reason === 'ended' || reason === 'no-content'
    // One that came after the last event has seen none.
    if (!hasEnded || witness.events > 0) checkEnd(reader, reason, error, isLeft)
    if (witness.events > 0) witness.checkPlace(source.lastEventId)
    if (hasEnded) this.isComplete = true
    if (this.isComplete) this.leave()
    if (this.#isLeaving) return this.#instances.size === 0 ? this.#isGone() : undefined
    // Where it was, or another has been: who begins anew with no one else there reads from the first event on.
    if (this.#instances.size === 0)
      this.#open(user.picks([source.lastEventId || this.#furthest, this.#furthest]))
  }

  #init(reader: Reader, place: string, signal: AbortSignal): SharedEventSourceInit {
    const user = this.#user
    const { headers, ...init } = reader.init(place, signal)
    return {
      ...init,
      key: 'a user',
      replay: user.picks([undefined, undefined, 'opened', 3, 1000] as const),
      fetch: (url, init) => this.#fetch(url, init),
      headers: async (attempt) => ({
        ...(await (headers as (...args: unknown[]) => Promise<Record<string, string>>)(attempt)),
        // Whose connection it is: that of all, or one of the tab's own.
        'x-line': this.#role === 'leader' ? '' : `${this.number}`,
      }),
      trace: (record) => {
        if (record.type === 'role') this.#role = record.role
        if (record.type === 'alone') reader.witness.fail(`It is alone: ${record.reason}`)
        user.mayThrow('trace', 500)
      },
    }
  }

  /** Sees that among all tabs there is one connection, but for those of tabs that have missed more than the others keep. */
  async #fetch(url: string, init: FetchLikeInit): Promise<Response> {
    const { connected } = this.#memory
    const { signal } = init
    if (this.#asked && !this.#asked.aborted) this.failed('The page has a second connection')
    this.#asked = signal
    const ends = () => {
      if (this.#asked !== signal) return
      this.#asked = undefined
      connected.delete(this.number)
    }
    signal.addEventListener('abort', ends)
    if (this.#role === 'leader' && !this.#world.hasCrashed) {
      connected.add(this.number)
      if (connected.size > 1) this.failed(`These have a connection: ${[...connected].join()}`)
    }
    const response = await this.#world.fetch(url, init)
    // What was refused is left to who may read it.
    if (!isStream(response)) ends()
    return response
  }
}
