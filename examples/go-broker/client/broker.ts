/** What the broker counts. */
export interface Stats {
  clients: number
  published: number
  /** How many clients read too slowly, and were dropped. */
  dropped: number
}

/** The broker's requests that are no streams. */
export class Broker {
  readonly #url: string

  constructor(url: string) {
    this.#url = url
  }

  get events(): string {
    return `${this.#url}/events`
  }

  async stats(): Promise<Stats> {
    const response = await fetch(`${this.#url}/stats`)
    return (await response.json()) as Stats
  }

  async publish(data: string): Promise<void> {
    const response = await fetch(`${this.#url}/publish`, { method: 'POST', body: data })
    if (!response.ok) throw new Error(`POST /publish was answered with ${response.status}`)
  }
}
