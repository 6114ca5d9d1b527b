import { FetchEventSource } from 'millrace'

/** Many clients of one URL, in one process. */
export class Crowd {
  /** The IDs that each of them got, in the order in which they came. */
  readonly received: number[][]
  /** When each of them came back, on the clock of `performance.now()`. */
  readonly arrivals: number[] = []
  readonly #sources: FetchEventSource[]

  constructor(url: string, size: number, spread: number) {
    this.received = Array.from({ length: size }, () => [])
    this.#sources = this.received.map((ids) => {
      const source = new FetchEventSource(url, {
        reconnect: { spread, statuses: 'transient' },
        trace: (record) => {
          if (record.type === 'request' && record.attempt > 1) this.arrivals.push(record.at)
        },
      })
      source.onmessage = ({ lastEventId }) => ids.push(Number(lastEventId))
      return source
    })
  }

  /** Whether each of them has got the event with that ID. */
  has(id: number): boolean {
    return this.received.every((ids) => ids.at(-1)! >= id)
  }

  /** How many of them lack an event, or have one twice or out of order. */
  get wrong(): number {
    return this.received.filter((ids) => ids.some((id, index) => id !== index + 1)).length
  }

  close(): void {
    for (const source of this.#sources) source.close()
  }
}
