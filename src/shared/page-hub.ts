import { type EventSourceError, messageOf } from '../errors.ts'
import { isHidden, onVisibilityChange } from '../platform/page.ts'
import { guarded } from '../platform/report.ts'
import { now, random, startTimer } from '../platform/timers.ts'
import type { CloseReason } from '../session/trace.ts'
import type { ServerSentEvent } from '../stream/event.ts'
import { Channel } from './channel.ts'
import { channelName, identityOf } from './channel-name.ts'
import { Hub } from './hub.ts'
import type { HubEffects, Role } from './hub-effects.ts'
import { Lock } from './lock.ts'
import { type Member, wantsAll } from './member.ts'
import type { Life, Message } from './messages.ts'
import { RING_LIMITS } from './ring.ts'
import type { SharedTraceRecord } from './shared-init.ts'
import { SharedSession } from './shared-session.ts'
import { onSleep, randomId, whyAlone } from './tabs.ts'

/** Those of this page, by what their instances have in common. */
const hubs = new Map<string, PageHub>()

/** Takes an instance into the hub of its page; the first one makes it. */
export function joinHub(url: string, member: Member): PageHub {
  const identity = identityOf(url, member.settings)
  let hub = hubs.get(identity)
  if (!hub) {
    hub = new PageHub(url, identity, member)
    hubs.set(identity, hub)
  }
  hub.join(member)
  return hub
}

/** Binds a {@link Hub} to its page: the lock, the channel, timers, the page's life, the connection, and the instances. */
export class PageHub implements HubEffects {
  readonly #url: string
  readonly #identity: string
  readonly #hub: Hub
  readonly #members = new Set<Member>()
  /** Those who are told. */
  readonly #attached = new Set<Member>()
  /** The name of lock and channel; `undefined`: this page is alone. */
  #name: string | undefined
  #hasBegun = false
  #isAsleep = false
  /** Whether the events before those that were heard were asked for. */
  #hasAll = false
  #lock: Lock | undefined
  #channel: Channel | undefined
  #session: SharedSession | undefined
  #cancelTimer: (() => void) | undefined
  #detach: (() => void)[] = []

  constructor(url: string, identity: string, first: Member) {
    this.#url = url
    this.#identity = identity
    this.#hub = new Hub(randomId(), this, first.settings.lastEventId, RING_LIMITS)
    void this.#begin()
  }

  get isOpen(): boolean {
    return this.#hub.life.isOpen
  }

  get lastEventId(): string {
    return this.#hub.lastEventId
  }

  /** Takes an instance in; it is told how the connection is as soon as that is known, but not in this turn. */
  join(member: Member): void {
    this.#members.add(member)
    if (!this.#hasBegun) return
    if (!this.#hasAll && this.#hub.isSettled && wantsAll(member)) {
      this.#hasAll = true
      this.#hub.wantAll()
    }
    void Promise.resolve().then(() => this.#hub.isSettled && this.settled())
  }

  /** Lets an instance go; the last one ends it all. */
  leave(member: Member): void {
    this.#members.delete(member)
    this.#attached.delete(member)
    if (this.#members.size > 0) return
    this.#end()
    this.#hub.leave()
  }

  reconnectNow(): void {
    this.#hub.reconnect()
  }

  async #begin(): Promise<void> {
    // Nothing is asked for before the caller's turn is over, so that a `close()` in it leaves no trace.
    await Promise.resolve()
    const why = whyAlone()
    let name: string | undefined
    try {
      if (why === undefined) name = await channelName(this.#identity)
    } finally {
      if (this.#members.size > 0) this.#start(name, why ?? 'there is no hash')
    }
  }

  #start(name: string | undefined, why: string): void {
    this.#name = name
    if (name === undefined) this.#isAlone(why)
    this.#hasBegun = true
    this.#detach = [
      onVisibilityChange(() => this.#hub.visibilityChanged()),
      onSleep(
        () => {
          this.#isAsleep = true
          this.#hub.suspend()
        },
        () => {
          this.#isAsleep = false
          this.#hub.join(false)
        },
      ),
    ]
    this.#hasAll = Array.from(this.#members).some(wantsAll)
    if (!this.#isAsleep) this.#hub.join(this.#hasAll)
  }

  /** Goes on without others: as a plain source, and says why. */
  #isAlone(reason: string): void {
    this.#name = undefined
    this.closeChannel()
    this.#trace({ type: 'alone', reason, at: now(), attempt: 0 })
  }

  #end(): void {
    for (const detach of this.#detach) detach()
    if (hubs.get(this.#identity) === this) hubs.delete(this.#identity)
  }

  #trace(record: SharedTraceRecord): void {
    for (const { settings } of this.#members) guarded(() => settings.trace?.(record))
  }

  // What the hub decides.

  now(): number {
    return now()
  }

  random(): number {
    return random()
  }

  isHidden(): boolean {
    return isHidden()
  }

  wake(milliseconds: number): void {
    this.#cancelTimer?.()
    this.#cancelTimer =
      milliseconds === Infinity ? undefined : startTimer(() => this.#hub.timeout(), milliseconds)
  }

  openChannel(): void {
    if (this.#name === undefined) return
    try {
      this.#channel = new Channel(this.#name, (message) => this.#hub.receive(message))
    } catch (error) {
      this.#isAlone(messageOf(error))
    }
  }

  closeChannel(): void {
    this.#channel?.close()
    this.#channel = undefined
  }

  post(message: Message): void {
    this.#channel?.post(message)
  }

  postAloud(message: Message): void {
    this.#channel?.postAloud(message)
  }

  requestLock(): void {
    this.#takeLock(false)
  }

  stealLock(): void {
    this.#takeLock(true)
  }

  releaseLock(): void {
    this.#lock?.release()
    this.#lock = undefined
  }

  #takeLock(steals: boolean): void {
    this.releaseLock()
    this.#lock = new Lock(this.#name, steals, {
      granted: (isAlone) => this.#hub.granted(isAlone),
      robbed: () => this.#hub.robbed(),
      refused: (error) => {
        this.#isAlone(messageOf(error))
        this.#takeLock(false)
      },
    })
  }

  connect(lastEventId: string): void {
    this.disconnect()
    const [first] = this.#members
    const doesTrace = Array.from(this.#members).some(({ settings }) => settings.trace)
    const settings = {
      ...first!.settings,
      lastEventId,
      // These are each instance's own, or decided for all pages together.
      signal: undefined,
      pauseWhenHidden: false,
      parse: undefined,
      onOpen: undefined,
      onEvent: undefined,
      onInvalid: undefined,
      trace: doesTrace ? (record: SharedTraceRecord) => this.#trace(record) : undefined,
    }
    this.#session = new SharedSession(this.#url, settings, this.#hub)
  }

  disconnect(): void {
    this.#session?.close()
    this.#session = undefined
  }

  reconnect(): void {
    this.#session?.reconnect()
  }

  hold(isHeld: boolean): boolean {
    const [first] = this.#members
    if (!first?.settings.pauseWhenHidden || (isHeld && !isHidden())) return false
    return this.#session?.hold(isHeld) ?? false
  }

  changed(role: Role): void {
    this.#trace({ type: 'role', role, at: now(), attempt: 0 })
  }

  settled(): void {
    if (this.#attached.size === this.#members.size) return
    for (const member of this.#members) if (!this.#attached.has(member)) this.#attach(member)
  }

  #attach(member: Member): void {
    this.#attached.add(member)
    const { life, history } = this.#hub
    const { lastEventId, replay } = member.settings
    const resumed = history.replay({ lastEventId })
    const events =
      resumed ??
      (replay === 'opened'
        ? history.replay({ sequence: life.openedAfter })
        : history.replay({ count: replay ?? 0 }))
    if (life.isOpen) member.opened({ ...life, resumedFrom: resumed ? lastEventId : '' })
    else if (life.error) member.lost(life.error, life.reconnectIn!)
    for (const { epoch: _, ...event } of events ?? [])
      if (this.#attached.has(member)) member.receive(event)
  }

  tell(life: Life): void {
    for (const member of this.#attached) {
      if (life.isOpen) member.opened(life)
      else if (life.error) member.lost(life.error, life.reconnectIn!)
    }
  }

  deliver({ type, data, lastEventId, origin }: ServerSentEvent): void {
    for (const member of this.#attached) member.receive({ type, data, lastEventId, origin })
  }

  ended(reason: CloseReason, error: EventSourceError | undefined): void {
    const members = Array.from(this.#members)
    this.#members.clear()
    this.#attached.clear()
    this.#end()
    for (const member of members) member.ended(reason, error)
  }
}
