import type { ServerSentEvent } from '../stream/event.ts'
import type { Answer, History } from './history.ts'
import type { HubEffects } from './hub-effects.ts'
import type { Life, Message, Reply, Said } from './messages.ts'
import type { Entry } from './ring.ts'
import { type Status, UNBORN } from './status.ts'

/** At most so often it is asked for what is missing. */
const ASK_AGAIN = 1000

/** What a page does with what the leader says: it takes what is new, and asks for what is missing. */
export class Follower {
  /** Whether it has a connection of its own besides the leader's, as that one's line does not know its place. */
  isDetouring = false
  /** Whether the events before those that it has heard are wanted too. */
  wantsAll = false
  /** Whether it was suspended, and has not taken its place again. */
  slept = false
  readonly #id: string
  readonly #history: History
  readonly #status: Status
  readonly #effects: HubEffects
  /** How the leader's connection is. */
  #leaders: Life = UNBORN
  #askedAt = -Infinity
  /** Of its last `hello`; what answers an earlier one answers nothing. */
  #question = 0

  constructor(id: string, history: History, status: Status, effects: HubEffects) {
    this.#id = id
    this.#history = history
    this.#status = status
    this.#effects = effects
  }

  hello(asks = false, isAloud = false): void {
    const { end: after, isAligned, epoch } = this.#history
    const wantsAll = this.wantsAll && (!after || isAligned)
    const said: Said = { kind: 'hello', question: ++this.#question, after, asks, wantsAll }
    const message = { ...said, from: this.#id, epoch }
    if (isAloud) this.#effects.postAloud(message)
    else this.#effects.post(message)
  }

  /** The leader has spoken. Returns whether this page is in its line now. */
  follow(message: Extract<Message, { kind: 'state' }>): boolean {
    const history = this.#history
    const isAnswer = this.#isOurs(message.reply)
    // What another tab is told shows how far the line goes.
    if (message.reply && !isAnswer) return history.isUpTo(message) || this.#ask()
    if (this.wantsAll && !isAnswer && history.isEmpty) return false
    if (message.epoch > history.epoch) {
      history.lose(message.epoch)
      this.#question++
      this.#askedAt = -Infinity
      this.#status.forget()
    }
    if (!this.#isPlaced(message, isAnswer)) return this.#ask()
    history.base = message.base
    this.#leaders = message.life
    if (message.found === 'all') {
      history.prepend(message)
      this.wantsAll = false
    }
    const before = history.end!.lastEventId
    const entries = history.take(message)
    // What came before the connection was opened is given before that is told; which waits until nothing is missing.
    const { isOpen, openedAfter } = message.life
    const fresh = isOpen ? message.since.sequence + message.entries.length - openedAfter : 0
    const index = Math.max(0, (entries?.length ?? 0) - Math.max(0, fresh))
    this.deliver(entries?.slice(0, index))
    if (history.isApart && before === '') this.giveUp()
    else if (history.isApart) this.#detour()
    else if (entries) this.#meet(before)
    if (!entries) this.#ask()
    this.deliver(entries?.slice(index))
    return true
  }

  /** About to lead: takes from another tab what that one has seen. */
  catchUp(message: Extract<Message, { kind: 'history' }>): void {
    const history = this.#history
    if (!this.#isOurs(message.reply)) return
    if (history.isEmpty) history.begin(message.since)
    else if (message.found === 'id' || (message.found === 'place' && history.isBehind(message)))
      this.#settle(message)
    else return
    this.deliver(history.take(message))
    history.lose()
    if (this.isDetouring && !history.isApart) this.endDetour()
  }

  /** Events came by the connection of its own. */
  readApart(events: ServerSentEvent[]): void {
    for (const event of events) {
      const rest = this.#history.readApart(event)
      this.#effects.deliver(event)
      // An instance that heard it may have closed.
      if (!this.isDetouring) return
      if (rest) {
        this.#meet(event.lastEventId)
        return this.deliver(rest)
      }
    }
  }

  /** What was missed cannot be had: the next `open` says so. */
  giveUp(): void {
    this.#history.giveUp()
    this.endDetour()
    this.#status.missed()
    this.#status.tell(this.#leaders, this.#history.epoch)
  }

  endDetour(): void {
    if (!this.isDetouring) return
    this.isDetouring = false
    this.#effects.disconnect()
  }

  deliver(entries: Entry[] | undefined): void {
    for (const entry of entries ?? []) this.#effects.deliver(entry)
  }

  /** Whether its place in the leader's line is known. */
  #isPlaced(message: Extract<Message, { kind: 'state' }>, isAnswer: boolean): boolean {
    const history = this.#history
    if (history.isEmpty) history.begin(message.since)
    else if (isAnswer && message.found !== 'all' && !(history.isAligned && !history.isApart))
      this.#settle(message)
    else if (!history.isAligned) return history.align(message.base)
    return true
  }

  #settle(answer: Answer): void {
    this.#history.settle(answer)
    // What else comes for this question was said of the place that this tab had.
    this.#question++
  }

  /** Reads on by itself, as the leader's line does not know its place. */
  #detour(): void {
    if (this.isDetouring) return
    this.isDetouring = true
    this.slept = false
    this.#status.rest(this.#history.epoch)
    this.#effects.connect(this.#history.end!.lastEventId)
  }

  /** Is in the leader's line, and takes its life for its own. */
  #meet(lastEventId: string): void {
    const { epoch } = this.#history
    if (this.isDetouring) this.#status.change(this.#leaders, epoch)
    this.endDetour()
    const resumed = this.slept && { resumedFrom: lastEventId }
    this.slept = false
    this.#status.tell({ ...this.#leaders, ...resumed }, epoch)
  }

  #isOurs(reply: Reply | undefined): boolean {
    return reply?.to === this.#id && reply.question === this.#question
  }

  /** Something is missing. */
  #ask(): false {
    const now = this.#effects.now()
    if (now - this.#askedAt >= ASK_AGAIN) {
      this.#askedAt = now
      this.hello()
    }
    return false
  }
}
