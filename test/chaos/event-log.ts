import { diceFor, pick } from './dice.ts'

/** One block of the stream. */
export interface Entry {
  number: number
  id: string
  type: string
  /** `undefined`: a block that only moves the last event ID, and is no event. */
  data: string | undefined
}

/** Names that must be data and nothing else are among them. */
export const types = ['message', 'price', 'error', 'open', '__proto__', 'constructor'] as const

/** Above U+00FF are characters that not every platform can send in a header. */
const prefixes = ['', '', '', 'é', 'a b:', '中', '🙂 ']

const fillers = [
  '',
  ' ',
  ': no field',
  'é中🙂',
  '\n',
  '\n\nlast line',
  '{"a":[1,2,3]}',
  'data: data',
]

/** What one reader has to get, from the first to the last: the server and the reader make it from the same seed. */
export class EventLog {
  readonly length: number
  readonly #prefix: string

  constructor(seed: number, reader: number, length: number) {
    this.length = length
    this.#prefix = pick(diceFor(seed, 'log', reader), prefixes)
  }

  /** Whether every header can carry its IDs. */
  get fitsHeaders(): boolean {
    return !/[^\0-\xff]/.test(this.#prefix)
  }

  /** Whether its IDs are ASCII. */
  get isPlain(): boolean {
    return !/[^\0-\x7f]/.test(this.#prefix)
  }

  entry(number: number): Entry {
    const { length } = this
    return {
      number,
      id: this.idOf(number),
      type: types[(number * 7) % 11] ?? 'message',
      data: number % 17 === 0 && number < length ? undefined : dataOf(number),
    }
  }

  idOf(number: number): string {
    return `${this.#prefix}${number}`
  }

  /** Which entry has that ID; 0 for none, NaN for one that is not in the log. */
  numberOf(id: string): number {
    if (id === '') return 0
    const number = id.startsWith(this.#prefix) ? Number(id.slice(this.#prefix.length)) : NaN
    return this.idOf(number) === id && number <= this.length ? number : NaN
  }
}

function dataOf(number: number): string {
  // Most are short; some are longer than a packet.
  const times = number % 499 === 0 ? 400 : number % 13
  return number % 41 === 0 ? '' : `${number}${fillers[number % fillers.length]!.repeat(times)}`
}
