import type { EventSourceError } from '../errors.ts'
import { MAX_DELAY, now, random } from '../platform/timers.ts'
import type { Connection } from './connection.ts'
import type { ReconnectSettings } from './reconnection.ts'
import { Toll } from './toll.ts'
import type { Deadlines } from './wait.ts'

/** In how many milliseconds at the most to try when the network is back, where there is no `spread`. */
const ONLINE_SPREAD = 1000

/** What a session remembers of its attempts: all that counts for when the next one may be. */
export class History {
  /** How many attempts there were. */
  attempts = 0
  /** How many in a row, up to now, were bad. */
  failures = 0
  /** The event source's reconnection time: the option's, until the server has sent one. */
  reconnectionTime: number
  /** Whether the last attempt ended with a 401, for which the caller was asked again. */
  #hasAskedAgain = false
  #isReconnectionTimeGiven = false
  /** Whether only the network's return brought the attempt about, and when the last such one began. */
  #isEarly = false
  #earlyAt: number | undefined
  #toll: Toll | undefined
  readonly #settings: ReconnectSettings

  constructor(settings: ReconnectSettings) {
    this.#settings = settings
    this.reconnectionTime = settings.delay
  }

  /** An attempt begins; `error`: what the one before ended with, as far as this one knows. */
  begin(isEarly: boolean, error?: EventSourceError): void {
    this.attempts++
    // It took the place of one that was to answer the 401, and asks without a word of that.
    if (!error) this.#hasAskedAgain = false
    this.#isEarly = isEarly
    if (isEarly) this.#earlyAt = now()
  }

  /** The server has set the reconnection time. */
  setReconnectionTime(milliseconds: number): void {
    this.#isReconnectionTimeGiven = true
    this.reconnectionTime = Math.min(milliseconds, MAX_DELAY)
  }

  /** An attempt is over. Whether a 401 is to be answered by asking the caller once more, if there is one to ask. */
  end({ events, openedAt }: Connection, { status }: EventSourceError, canAsk: boolean): boolean {
    const stood = now() - (openedAt ?? Infinity)
    if (events > 0 || stood >= this.#settings.stableAfter) this.failures = 0
    // What only the network's return has brought about tells nothing of the server.
    else if (!this.#isEarly) this.failures++
    return (this.#hasAskedAgain = status === 401 && canAsk && !this.#hasAskedAgain)
  }

  /** When the next attempt is due, and not before when; `isGood`: events came on the one before. */
  deadlines(dueIn: number, notBefore: number, isGood: boolean): Deadlines {
    const { spread, minDelay } = this.#settings
    // A server may ask for a storm, but only for one of events.
    const isAskedFor = isGood && dueIn === 0 && this.#isReconnectionTimeGiven
    const toll = isAskedFor ? 0 : (this.#toll ??= new Toll()).take()
    return {
      dueIn,
      notBefore: Math.max(notBefore, toll),
      dueAfterOnline: () => {
        // A network that comes and goes brings no try more often than the floor allows.
        const floor = Math.max(this.reconnectionTime, minDelay)
        const earliest = this.#earlyAt === undefined ? 0 : this.#earlyAt + floor - now()
        return Math.max(random() * (spread || ONLINE_SPREAD), earliest)
      },
    }
  }
}
