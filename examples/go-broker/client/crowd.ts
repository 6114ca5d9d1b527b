import { FetchEventSource } from 'millrace'
import type { Broker } from './broker.ts'

/** Many clients of one broker, in one process. */
export class Crowd {
  readonly #sources: FetchEventSource[]
  /** What each of them got, in the order in which it came. */
  readonly received: string[][]

  constructor(broker: Broker, size: number) {
    this.received = Array.from({ length: size }, () => [])
    this.#sources = this.received.map((texts) => {
      const source = new FetchEventSource(broker.events)
      source.onmessage = ({ data }) => texts.push(data)
      return source
    })
  }

  /** How many of them are connected. */
  get open(): number {
    return this.#sources.filter(({ readyState, OPEN }) => readyState === OPEN).length
  }

  close(): void {
    for (const source of this.#sources) source.close()
  }
}
