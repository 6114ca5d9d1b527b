import { EventSourceError, type EventStream, fetchEvents } from 'millrace'
import type { Asked } from './asked.ts'
import { Life } from './life.ts'
import { Recording } from './recording.ts'

/** A stream that was asked for, and all that came of it. */
export class Connection {
  readonly life = new Life()
  readonly recording = new Recording()
  readonly #began = performance.now()
  readonly #stream: EventStream

  /** Throws the `TypeError` of an option that cannot be. */
  constructor({ url, init }: Asked) {
    this.#stream = fetchEvents(url, {
      ...init,
      trace: (record) => this.life.record(record, record.at - this.#began),
      onComment: (text) => {
        this.recording.comments++
        this.life.comment(text, this.now)
      },
    })
    void this.#read()
  }

  /** Milliseconds since it was asked for. */
  get now(): number {
    return performance.now() - this.#began
  }

  get lastEventId(): string {
    return this.#stream.lastEventId
  }

  close(): void {
    this.#stream.close()
  }

  async #read(): Promise<void> {
    try {
      for await (const event of this.#stream) {
        const { now } = this
        this.recording.add(event, now)
        this.life.event(now)
      }
    } catch (error) {
      // What the trace has not told already.
      if (!EventSourceError.is(error)) this.life.failed(String(error), this.now)
    }
  }
}
