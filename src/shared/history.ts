import type { ServerSentEvent } from '../stream/event.ts'
import { type Entry, type Place, Ring, type RingLimits } from './ring.ts'

/**
 * Where in the line of the one who answers the place of the one who asks was found: itself, or where the two lines parted;
 * by its last event ID; or nowhere. Or all was asked for.
 */
export type Found = 'place' | 'id' | 'nowhere' | 'all'

/** What someone lacks. */
export interface Answer {
  found: Found
  /** Where `entries` begin. */
  since: Place
  entries: Entry[]
}

/** The epoch of a place that is in no one's line. */
const NONE = 0

/**
 * What one tab has of the line of events, and how it goes on when another leader writes it. A new leader may begin behind
 * what a tab has: then the server sends some events again, with other numbers of the same line, and the tab takes each once.
 *
 * A tab whose place is not in the line goes apart: it reads on by itself, until the two meet at an event ID.
 */
export class History {
  /** Of the leader whose line this is. */
  epoch = 0
  /** Where that one began. */
  base: Place = { epoch: NONE, sequence: 0, lastEventId: '' }
  readonly #limits: RingLimits
  #ring: Ring | undefined
  /** How far the leader's line was followed; `undefined`: it is not known where in that line this tab is. */
  #cursor: number | undefined
  /** The last event ID of its own reading, while it is apart. */
  #apart: string | undefined

  constructor(limits: RingLimits) {
    this.#limits = limits
  }

  get isEmpty(): boolean {
    return this.#ring === undefined
  }

  get isAligned(): boolean {
    return this.#cursor !== undefined
  }

  get isApart(): boolean {
    return this.#apart !== undefined
  }

  /** The end of what it has seen. */
  get end(): Place | undefined {
    if (this.#apart === undefined) return this.#ring?.end
    return { epoch: NONE, sequence: 0, lastEventId: this.#apart }
  }

  /** Begins here, with nothing before. */
  begin(place: Place): void {
    this.#ring = new Ring(place, this.#limits)
    this.#cursor = place.sequence
    this.#apart = undefined
  }

  /** From now on this tab writes the line. */
  lead(): void {
    this.#cursor = this.end!.sequence
  }

  /** Another leader writes the line now, or someone is to. */
  lose(epoch: number = this.epoch): void {
    this.epoch = epoch
    this.#cursor = undefined
  }

  /** Finds its place in the line of a leader that began at `base`. */
  align(base: Place): boolean {
    const { epoch, sequence } = this.end!
    if (epoch === base.epoch && sequence >= base.sequence) this.#cursor = base.sequence
    return this.isAligned
  }

  /** Takes its place as the answer says, or goes apart. */
  settle({ found, since }: Answer): void {
    this.#cursor = since.sequence
    if (found === 'place' && !this.isApart) return
    const { lastEventId } = this.end!
    // While the answer was on its way, this tab may have read on by itself.
    const isThere = found !== 'nowhere' && since.lastEventId === lastEventId
    this.#apart = isThere ? undefined : lastEventId
    this.#ring = new Ring(since, this.#limits)
  }

  /** Takes the line as it is, whatever was missed. */
  giveUp(): void {
    this.#apart = undefined
  }

  /** Takes an event that it has read by itself. Where that one is in the line, it gives what comes after it there. */
  readApart({ lastEventId }: ServerSentEvent): Entry[] | undefined {
    this.#apart = lastEventId
    const place = this.isAligned ? this.#ring!.find(lastEventId) : undefined
    if (!place) return undefined
    this.#apart = undefined
    return this.#ring!.after(place.sequence)
  }

  /** Follows the line; gives what is new in it, or `undefined` where something before is missing. */
  take({ since, entries }: Pick<Answer, 'since' | 'entries'>): Entry[] | undefined {
    let { sequence } = since
    if (this.#cursor === undefined || sequence > this.#cursor) return undefined
    return entries.filter((entry) => {
      if (++sequence <= this.#cursor!) return false
      this.#cursor = sequence
      return this.#isOther(sequence, entry) && this.#append(entry)
    })
  }

  /** Adds an event to the line that this tab writes. */
  write(event: ServerSentEvent): Entry {
    const entry = { ...event, epoch: this.epoch }
    this.#cursor!++
    this.#ring!.push(entry)
    return entry
  }

  /** Whether it has followed the leader's line as far as it goes there. */
  isUpTo({ since, entries }: Answer): boolean {
    return this.isAligned && since.sequence + entries.length <= this.#cursor!
  }

  /** Puts before what it has what it never was given. */
  prepend({ since, entries }: Pick<Answer, 'since' | 'entries'>): void {
    const own = this.#ring!
    const count = own.start.sequence - since.sequence
    if (count <= 0 || entries.length < count) return
    this.#ring = new Ring(since, this.#limits)
    for (const entry of [...entries.slice(0, count), ...own.after(own.start.sequence)])
      this.#ring.push(entry)
  }

  since(place: Place): Answer {
    return { found: 'place', since: place, entries: this.#ring!.after(place.sequence) }
  }

  all(): Answer {
    return { ...this.since(this.#ring!.start), found: 'all' }
  }

  /** Whether another tab's line goes further than this one. */
  isBehind({ since, entries }: Answer): boolean {
    const { epoch, sequence } = this.end!
    const last = entries.at(-1)
    if (!last) return false
    return last.epoch === epoch ? since.sequence + entries.length > sequence : last.epoch > epoch
  }

  /** What comes after the place of another tab. */
  answer(after: Place): Answer {
    const ring = this.#ring!
    const common = ring.common(after)
    if (common) return this.since(common)
    const place = ring.find(after.lastEventId)
    return place ? { ...this.since(place), found: 'id' } : { ...this.all(), found: 'nowhere' }
  }

  /** The last `count` events, those after the event with that number, or after that last event ID, if it is kept. */
  replay(
    from: { count: number } | { sequence: number } | { lastEventId: string },
  ): Entry[] | undefined {
    // What it has read by itself is in no line, and what is there comes again that way: one goes on from here, or is told of a gap.
    if (this.#apart !== undefined)
      return 'lastEventId' in from && from.lastEventId === this.#apart ? [] : undefined
    const ring = this.#ring!
    if ('count' in from) return ring.after(ring.end.sequence - from.count)
    if ('sequence' in from) return ring.after(from.sequence)
    const place = ring.find(from.lastEventId)
    return place && ring.after(place.sequence)
  }

  /** Whether an event of the line is another than what this tab had under its number from an earlier leader. */
  #isOther(sequence: number, entry: Entry): boolean {
    const ring = this.#ring!
    const { start, end } = ring
    if (sequence > end.sequence) return true
    const own = ring.at(sequence)
    // It may have come by both, the one who wrote it and the one who took it over.
    if (own ? own.epoch === entry.epoch : entry.epoch <= start.epoch) return false
    // Without IDs the server cannot have sent it again.
    if (own ? entry.lastEventId !== '' && isSame(own, entry) : end.lastEventId !== '') {
      if (own) own.epoch = entry.epoch
      return false
    }
    ring.truncate(sequence - 1)
    return true
  }

  #append(entry: Entry): boolean {
    this.#ring!.push(entry)
    if (this.#apart === undefined) return true
    // This is the last that it has read by itself: from here on, the line is new.
    if (entry.lastEventId === this.#apart && this.#apart !== '') this.#apart = undefined
    return false
  }
}

function isSame(one: ServerSentEvent, other: ServerSentEvent): boolean {
  return one.lastEventId === other.lastEventId && one.data === other.data && one.type === other.type
}
