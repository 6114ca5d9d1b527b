import type { EventSourceError } from '../errors.ts'
import type { Opening } from '../session/attempt.ts'
import type { CloseReason } from '../session/trace.ts'
import type { ServerSentEvent } from '../stream/event.ts'
import { Follower } from './follower.ts'
import { type Answer, History } from './history.ts'
import type { HubEffects, Role } from './hub-effects.ts'
import type { Life, Message, Reply, Said } from './messages.ts'
import type { RingLimits } from './ring.ts'
import { Status, UNBORN } from './status.ts'
import { Suspicion } from './suspicion.ts'

/** So long the others have to say how far they are. Longer than a message takes, and short enough for a reader not to mind. */
const ASKING = 100
/** So long a visible tab has to say so. */
const LOOKING = 1000

/**
 * One page's part in a shared connection, as a state machine: messages, the lock and time come in; messages and decisions go
 * out. The lock elects, so there is one leader; what a leader says counts by its epoch, and the latest wins.
 */
export class Hub {
  readonly id: string
  readonly history: History
  role: Role = 'suspended'
  readonly #effects: HubEffects
  readonly #initialId: string
  readonly #status: Status
  readonly #follower: Follower
  readonly #suspicion: Suspicion
  /** The highest epoch that anyone knew of. */
  #highest = 0

  constructor(id: string, effects: HubEffects, lastEventId: string, limits: RingLimits) {
    this.id = id
    this.#effects = effects
    this.#initialId = lastEventId
    this.history = new History(limits)
    this.#status = new Status(effects)
    this.#follower = new Follower(id, this.history, this.#status, effects)
    this.#suspicion = new Suspicion(effects)
  }

  get lastEventId(): string {
    return this.history.end?.lastEventId ?? this.#initialId
  }

  /** How the connection is. */
  get life(): Life {
    return this.#status.now
  }

  /** Whether it knows the line, and how the connection is. */
  get isSettled(): boolean {
    return !this.history.isEmpty && !this.#follower.wantsAll && this.role !== 'suspended'
  }

  /** Begins, or comes back after `suspend()`. `wantsAll`: the events before are wanted too. */
  join(wantsAll: boolean): void {
    if (this.role !== 'suspended') return
    this.#follower.wantsAll = wantsAll
    this.#follower.slept = !this.history.isEmpty
    this.#highest = 0
    this.history.lose(0)
    this.#effects.openChannel()
    this.#rejoin()
  }

  /** Lets go of lock, channel and connection, so that the page may be frozen or cached. */
  suspend(): void {
    if (this.#isAway) return
    this.#letGo('suspended')
    this.#status.rest(this.history.epoch)
  }

  /** The last instance of the page has gone. */
  leave(): void {
    if (this.role !== 'closed') this.#letGo('closed')
  }

  reconnect(): void {
    if (this.role !== 'leader' && !this.#follower.isDetouring)
      return this.#post({ kind: 'reconnect' })
    this.#effects.reconnect()
    this.#lives({})
  }

  /** An instance wants the events before those that were heard: `settled()` follows. */
  wantAll(): void {
    if (this.role === 'leader' || this.role === 'promoting') return
    this.#follower.wantsAll = true
    this.#follower.hello()
  }

  visibilityChanged(): void {
    const isShown = !this.#effects.isHidden()
    this.#post({ kind: 'shown', isShown })
    this.#look(isShown)
  }

  /** The lock is ours. `isAlone`: no one else waits for it. */
  granted(isAlone: boolean): void {
    if (this.#isAway) return this.#effects.releaseLock()
    this.#become('promoting')
    // An instance that heard it may have closed, the last one.
    if (this.#isAway) return
    // A tab that has heard others waits for what they have still to say.
    if (isAlone && this.#highest === 0) return this.#lead()
    this.#follower.hello(true)
    this.#effects.wake(ASKING)
  }

  /** The lock was stolen, or the platform took it. */
  robbed(): void {
    if (this.role !== 'leader' && this.role !== 'promoting') return
    this.#follower.isDetouring = false
    this.#effects.disconnect()
    this.history.lose()
    this.#status.rest(this.history.epoch)
    this.#rejoin()
  }

  timeout(): void {
    if (this.#isAway) return
    if (this.role === 'promoting') return this.#lead()
    if (this.role === 'leader') return this.#rest(true)
    const step = this.#suspicion.timeout()
    if (step === 'steal') this.#effects.stealLock()
    if (step === 'probe') this.#follower.hello(false, true)
  }

  receive(message: Message): void {
    if (this.#isAway) return
    this.#suspicion.hears()
    if (message.from === this.id) return
    this.#highest = Math.max(this.#highest, message.epoch)
    const isLeader = this.role === 'leader'
    // Someone leads, or led, who should not: who has the lock has the last word.
    if (isLeader && message.epoch > this.history.epoch) this.#beginEpoch()
    switch (message.kind) {
      case 'hello':
        return this.#answer(message)
      case 'state':
        return isLeader ? undefined : this.#follow(message)
      case 'history':
        return this.role === 'promoting' ? this.#follower.catchUp(message) : undefined
      case 'closed':
        if (isLeader || this.history.isEmpty || message.epoch < this.history.epoch) return
        return this.#end(message.reason, message.error)
      case 'reconnect':
        return isLeader ? this.reconnect() : undefined
      case 'look':
        return this.#effects.isHidden() ? undefined : this.#post({ kind: 'shown', isShown: true })
      case 'shown':
        return this.#look(message.isShown)
    }
  }

  /** The connection is open. */
  opened({ attempt, resumedFrom, response }: Opening): void {
    const openedAfter = this.history.end!.sequence
    this.#lives({ isOpen: true, attempt, resumedFrom, openedAfter, response })
  }

  /** Events came, all those of a chunk. */
  received(events: ServerSentEvent[]): void {
    if (this.#follower.isDetouring) return this.#follower.readApart(events)
    const since = this.history.end!
    const entries = events.map((event) => this.history.write(event))
    // First of all: a listener here may be slow, or crash the page.
    this.#post(this.#state({ found: 'place', since, entries }))
    this.#follower.deliver(entries)
  }

  lost(error: EventSourceError, reconnectIn: number): void {
    this.#lives({ error, reconnectIn })
  }

  /** The connection has ended by itself. */
  closed(reason: CloseReason, error: EventSourceError | undefined): void {
    if (this.#follower.isDetouring) return this.#follower.giveUp()
    this.#post({ kind: 'closed', reason, error })
    this.#end(reason, error)
  }

  get #isAway(): boolean {
    return this.role === 'suspended' || this.role === 'closed'
  }

  #become(role: Role): void {
    if (this.role === role) return
    this.role = role
    this.#effects.changed(role)
  }

  #rejoin(): void {
    this.#become('joining')
    // An instance that heard it may have closed, the last one.
    if (this.#isAway) return
    this.#status.forget()
    this.#follower.hello()
    this.#suspicion.begins()
    this.#effects.requestLock()
  }

  #letGo(role: 'suspended' | 'closed'): void {
    this.#become(role)
    this.#effects.wake(Infinity)
    this.#follower.isDetouring = false
    this.#effects.disconnect()
    this.#effects.releaseLock()
    this.#effects.closeChannel()
  }

  #end(reason: CloseReason, error: EventSourceError | undefined): void {
    this.#letGo('closed')
    this.#effects.ended(reason, error)
  }

  #lead(): void {
    const { history } = this
    if (history.isEmpty || history.isApart)
      history.begin({ epoch: this.#effects.random(), sequence: 0, lastEventId: this.lastEventId })
    history.lead()
    Object.assign(this.#follower, { isDetouring: false, wantsAll: false, slept: false })
    this.#become('leader')
    this.#effects.wake(Infinity)
    this.#status.life = UNBORN
    this.#beginEpoch()
    this.#status.tell(UNBORN, history.epoch)
    this.#effects.settled()
    // An instance that heard it may have closed.
    if (this.role === 'leader') this.#effects.connect(history.base.lastEventId)
  }

  /** A number that no one had: with a random part, as someone might begin one unheard. */
  #beginEpoch(): void {
    const { epoch, end } = this.history
    const highest = Math.max(this.#highest, epoch, end!.epoch)
    this.history.epoch = Math.floor(highest) + 1 + this.#effects.random()
    this.history.base = end!
    this.#post(this.#state())
  }

  /** This page's connection is like that now. */
  #lives(change: Partial<Life>): void {
    const { attempt, resumedFrom, openedAfter, turn } = this.#status.life
    const before = { attempt, resumedFrom, openedAfter, turn: turn + 1, isOpen: false }
    const life: Life = { ...before, ...change }
    if (this.role === 'leader') this.#post(this.#state(undefined, undefined, life))
    this.#status.tell(life, this.history.epoch)
  }

  #state(answer?: Answer, reply?: Reply, life = this.#status.now): Said {
    const { base, end } = this.history
    return { kind: 'state', base, life, reply, ...(answer ?? this.history.since(end!)) }
  }

  #answer(hello: Extract<Message, { kind: 'hello' }>): void {
    const { from: to, question, after, asks, wantsAll } = hello
    const { history, role } = this
    if (role !== 'leader' && (!asks || !this.isSettled || history.isApart)) return
    const answer = wantsAll
      ? history.all()
      : after
        ? history.answer(after)
        : history.since(history.end!)
    const reply = { to, question }
    this.#post(
      role === 'leader' ? this.#state(answer, reply) : { kind: 'history', reply, ...answer },
    )
  }

  #follow(message: Extract<Message, { kind: 'state' }>): void {
    if (message.epoch < this.history.epoch) return
    this.#suspicion.heard(this.role === 'promoting')
    if (!this.#follower.follow(message)) return
    if (this.role === 'joining') this.#become('follower')
    if (this.isSettled) this.#effects.settled()
  }

  #post(said: Said): void {
    this.#effects.post({ ...said, from: this.id, epoch: this.history.epoch })
  }

  /** As leader: whether anyone is to be seen may be otherwise now. */
  #look(isShown: boolean): void {
    if (this.role !== 'leader') return
    if (isShown || !this.#effects.isHidden()) return this.#rest(false)
    this.#post({ kind: 'look' })
    this.#effects.wake(LOOKING)
  }

  #rest(isHeld: boolean): void {
    if (this.#effects.hold(isHeld) && this.#status.life.isOpen) this.#lives({})
  }
}
