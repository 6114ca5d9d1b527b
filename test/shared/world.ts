import { EventSourceError } from '../../src/errors.ts'
import { Hub } from '../../src/shared/hub.ts'
import type { HubEffects, Role } from '../../src/shared/hub-effects.ts'
import { decode, encode, type Life, type Message } from '../../src/shared/messages.ts'
import type { RingLimits } from '../../src/shared/ring.ts'
import { createRandom, type Random } from '../setup/random.ts'

/** What may go wrong in a world. */
export interface Hazards {
  /** Whether the server's events have IDs, so that it can resume. */
  hasIDs: boolean
  /** Of a thousand messages, so many are lost. */
  loss: number
  /** Whether messages and grants may take longer than the tabs wait for them. */
  isSlow: boolean
  /** Whether tabs may stand still without being frozen, so that their lock is stolen. */
  stalls: boolean
  /** Whether tabs may hear nothing for a while. */
  deafness: boolean
}

type Task = () => void

/** A page, as the model has it. */
export class Tab {
  readonly world: World
  readonly name: string
  readonly hub: Hub
  /** The numbers of the events that it was given. */
  readonly seen: number[] = []
  /** What it was told, in order, and in which step of the world: numbers of events; the last event ID that each `open` names; `lost`. */
  readonly told: { step: number; it: number | string }[] = []
  isAlive = true
  isStalled = false
  /** What the others post does not reach it. */
  isDeaf = false
  isHidden = false
  life: Life | undefined
  role: Role = 'suspended'
  channel = false
  dueAt = Infinity
  /** By where they come from: in order from each, in any order between them. */
  readonly inbox = new Map<string, Task[]>()
  connection: Connection | undefined
  request: 'none' | 'queued' | 'held' = 'none'
  /** Of its request for the lock: an answer to an earlier one is dropped. */
  requests = 0

  constructor(world: World, name: string, limits: RingLimits) {
    this.world = world
    this.name = name
    this.hub = new Hub(name, effectsOf(this), '', limits)
  }

  get isAwake(): boolean {
    return this.isAlive && this.hub.role !== 'suspended' && this.hub.role !== 'closed'
  }

  put(source: string, task: Task): void {
    if (!this.inbox.has(source)) this.inbox.set(source, [])
    this.inbox.get(source)!.push(task)
  }
}

/** A connection to the model's server. */
interface Connection {
  /** The number of the last event that it got. */
  sent: number
  isOpen: boolean
  attempt: number
}

function effectsOf(tab: Tab): HubEffects {
  const { world } = tab
  return {
    now: () => world.time,
    random: () => world.random(1_000_000) / 1_000_000,
    isHidden: () => tab.isHidden,
    wake: (milliseconds) => void (tab.dueAt = world.time + milliseconds),
    openChannel: () => void (tab.channel = true),
    closeChannel: () => void (tab.channel = false),
    post: (message) => world.post(tab, message),
    postAloud: (message) => {
      world.post(tab, message)
      if (!tab.isDeaf) tab.put('self', () => tab.hub.receive(copyOf(message)!))
    },
    requestLock: () => world.request(tab),
    stealLock: () => world.steal(tab),
    releaseLock: () => world.release(tab),
    connect: (lastEventId) => {
      world.asked.push(lastEventId)
      const sent = world.hazards.hasIDs && lastEventId ? Number(lastEventId) : world.events
      tab.connection = { sent, isOpen: false, attempt: 1 }
    },
    disconnect: () => void (tab.connection = undefined),
    reconnect: () => void (tab.connection && (tab.connection.isOpen = false)),
    hold: () => false,
    changed: (role) => {
      tab.role = role
      // An `open` of its own is to come.
      if (role === 'promoting') tab.told.push({ step: world.steps, it: 'lost' })
    },
    settled: () => {},
    tell: (life) => {
      tab.life = life
      tab.told.push({ step: world.steps, it: life.isOpen ? life.resumedFrom : 'lost' })
    },
    deliver: ({ data }) => {
      tab.seen.push(Number(data))
      tab.told.push({ step: world.steps, it: Number(data) })
    },
    ended: () => {},
  }
}

function copyOf(message: Message): Message | undefined {
  return decode(structuredClone(encode(message)))
}

/** Tabs, a channel, a lock and a server, which run in any order that a seed gives. */
export class World {
  readonly random: Random
  readonly hazards: Hazards
  readonly limits: RingLimits
  readonly tabs: Tab[] = []
  /** How many events the server has sent. */
  events = 0
  /** The last event ID of every request that was made. */
  readonly asked: string[] = []
  /** How often the lock was stolen. */
  steals = 0
  time = 0
  steps = 0
  holder: Tab | undefined
  readonly queue: Tab[] = []
  isCalm = false

  constructor(seed: number, hazards: Hazards, limits: RingLimits) {
    this.random = createRandom(seed)
    this.hazards = hazards
    this.limits = limits
  }

  get awake(): Tab[] {
    return this.tabs.filter((tab) => tab.isAwake)
  }

  open(): Tab {
    const tab = new Tab(this, `tab-${this.tabs.length}`, this.limits)
    this.tabs.push(tab)
    tab.hub.join(false)
    return tab
  }

  post(from: Tab, message: Message): void {
    if (!from.channel) return
    for (const tab of this.tabs) {
      if (tab === from || !tab.isAlive || !tab.channel || tab.isDeaf) continue
      if (!this.isCalm && this.random(1000) < this.hazards.loss) continue
      const copy = copyOf(message)
      if (!copy) throw new Error(`Not understood: ${JSON.stringify(message)}`)
      tab.put(from.name, () => tab.channel && tab.hub.receive(copy))
    }
  }

  request(tab: Tab): void {
    tab.request = 'queued'
    tab.requests++
    this.queue.push(tab)
    this.#grant()
  }

  steal(tab: Tab): void {
    this.steals++
    this.#leaveQueue(tab)
    const robbed = this.holder
    if (robbed) {
      robbed.request = 'none'
      robbed.put('lock', () => robbed.hub.robbed())
    }
    this.holder = undefined
    this.queue.unshift(tab)
    tab.requests++
    tab.request = 'queued'
    this.#grant()
  }

  release(tab: Tab): void {
    tab.request = 'none'
    tab.requests++
    this.#leaveQueue(tab)
    if (this.holder === tab) {
      this.holder = undefined
      this.#grant()
    }
  }

  crash(tab: Tab): void {
    tab.isAlive = false
    tab.connection = undefined
    tab.inbox.clear()
    this.release(tab)
  }

  /** Lets one thing happen that is due, or the time pass to the next one. Returns whether there was any. */
  step(): boolean {
    this.steps++
    const choices: Task[] = []
    for (const tab of this.tabs) {
      if (!tab.isAlive || tab.isStalled) continue
      for (const [source, tasks] of tab.inbox)
        choices.push(() => {
          const task = tasks.shift()!
          if (tasks.length === 0) tab.inbox.delete(source)
          task()
        })
      const { connection } = tab
      if (connection && !connection.isOpen) choices.push(() => this.#announce(tab, connection))
      else if (connection && connection.sent < this.events)
        choices.push(() => this.#send(tab, connection))
    }
    const isLate = this.hazards.isSlow && !this.isCalm && this.random(8) === 0
    if (choices.length > 0 && !isLate) {
      choices[this.random(choices.length)]!()
      return true
    }
    return this.#tick()
  }

  /** Everything stands still for a moment but the clock: until nothing is due within so many milliseconds. */
  calm(milliseconds: number): void {
    const end = this.time + milliseconds
    while (this.time < end && this.step());
  }

  #announce(tab: Tab, connection: Connection): void {
    connection.isOpen = true
    // Without IDs it begins with what comes now.
    if (!this.hazards.hasIDs) connection.sent = this.events
    const { lastEventId } = tab.hub
    tab.hub.opened({
      attempt: connection.attempt++,
      // Where it begins, for a test to know which opening it was told of.
      resumedFrom: this.hazards.hasIDs ? lastEventId : `after ${connection.sent}`,
      response: undefined as never,
    })
  }

  #send(tab: Tab, connection: Connection): void {
    if (!this.isCalm && this.random(30) === 0) {
      connection.isOpen = false
      return tab.hub.lost(new EventSourceError('network', 'cut'), 3000)
    }
    const count = 1 + this.random(Math.min(4, this.events - connection.sent))
    const numbers = Array.from({ length: count }, (_, index) => connection.sent + index + 1)
    connection.sent += count
    const event = (number: number) => ({
      type: 'message',
      data: String(number),
      lastEventId: this.hazards.hasIDs ? String(number) : '',
      origin: '',
    })
    tab.hub.received(numbers.map(event))
  }

  #tick(): boolean {
    const tabs = this.tabs.filter((tab) => tab.isAlive && !tab.isStalled && tab.dueAt < Infinity)
    const next = tabs.toSorted((a, b) => a.dueAt - b.dueAt)[0]
    if (!next) return false
    this.time = Math.max(this.time, next.dueAt)
    next.dueAt = Infinity
    next.hub.timeout()
    return true
  }

  #leaveQueue(tab: Tab): void {
    const index = this.queue.indexOf(tab)
    if (index >= 0) this.queue.splice(index, 1)
  }

  #grant(): void {
    if (this.holder) return
    const tab = this.queue.shift()
    if (!tab) return
    this.holder = tab
    tab.request = 'held'
    const { requests } = tab
    tab.put('lock', () => {
      if (tab.requests === requests && this.holder === tab) tab.hub.granted(this.queue.length === 0)
    })
  }
}
