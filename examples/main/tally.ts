/** The IDs of one stream's events, as the server sent them and as the client received them. */
export class Tally {
  readonly #sent = new Set<string>()
  readonly #received = new Set<string>()
  /** How many requests the client made. */
  requests = 0
  /** How many events the client received twice. */
  duplicates = 0
  /** Whether the client read to the end. */
  isFinished = false

  sent(id: string): void {
    // What was on its way when the connection was cut is sent again; that is no other event.
    this.#sent.add(id)
  }

  received(id: string): void {
    if (this.#received.has(id)) this.duplicates++
    this.#received.add(id)
  }

  get sentCount(): number {
    return this.#sent.size
  }

  get receivedCount(): number {
    return this.#received.size
  }

  /** How many events that the server sent the client never received. */
  get gaps(): number {
    return [...this.#sent].filter((id) => !this.#received.has(id)).length
  }

  /** Whether the client received all that was sent, each event once, and nothing else. */
  get isComplete(): boolean {
    return (
      this.isFinished &&
      this.sentCount > 0 &&
      this.gaps === 0 &&
      this.duplicates === 0 &&
      this.receivedCount === this.sentCount
    )
  }
}
