import type { Random } from '../setup/random.ts'
import { diceFor, pick } from './dice.ts'

/** What a callback throws for no reason. Reported by the platform, it is no fault. */
export class Whim extends Error {
  override name = 'Whim'
}

export type Act =
  | ('close' | 'abort' | 'reconnect' | 'throw' | 'break')
  | ('join' | 'leave' | 'leaveAll' | 'dispose' | 'update')
  | ('openTab' | 'closeTab' | 'crash')

/** Someone who does what a user may do, when no one expects it. */
export class User {
  readonly #random: Random
  readonly #acted: (act: Act) => void
  /** The user of one more tab. */
  readonly another: (number: number) => User

  constructor(seed: number, reader: number, acted: (act: Act) => void, ...parts: number[]) {
    this.#random = diceFor(seed, 'user', reader, ...parts)
    this.#acted = acted
    this.another = (number) => new User(seed, reader, acted, ...parts, number)
  }

  /** Does one of these now, once in so many times. */
  whim<Some extends Act>(oneIn: number, acts: readonly Some[]): Some | undefined {
    if (this.#random(oneIn) > 0) return undefined
    const act = pick(this.#random, acts)
    this.#acted(act)
    return act
  }

  /** Throws, once in so many times. */
  mayThrow(where: string, oneIn = 50): void {
    if (this.whim(oneIn, ['throw'])) throw new Whim(where)
  }

  /** One of the values. */
  picks<Value>(values: readonly Value[]): Value {
    return pick(this.#random, values)
  }

  /** Acts at any time, in no callback. Returns what stops that. */
  actsAtAnyTime(act: () => void): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined
    const later = () => {
      timer = setTimeout(() => {
        later()
        act()
      }, this.#random(300))
    }
    later()
    return () => clearTimeout(timer)
  }
}
