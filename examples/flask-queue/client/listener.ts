import { type EventStream, fetchEvents } from 'millrace'

/** Someone who hears what is said. */
export class Listener {
  readonly heard: string[] = []
  readonly #stream: EventStream

  constructor(url: string) {
    this.#stream = fetchEvents(`${url}/events`)
  }

  /** Listens until it leaves. */
  async listen(): Promise<void> {
    for await (const { data } of this.#stream) this.heard.push(data)
  }

  leave(): void {
    this.#stream.close()
  }
}
