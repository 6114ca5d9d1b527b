/** Where in its stream a store is, as of what its listeners were given. */
export class Place {
  /** Where the first session began: who resumes from there gets all events again. */
  #first: string | undefined
  /** The last event ID string as of the last event that was taken. */
  #taken!: string
  /** Whether an event came when the last listener had gone: it is for who comes next. */
  #hasMissed?: boolean

  /** A session begins there. */
  begin(lastEventId: string): void {
    this.#first ??= lastEventId
    this.#taken = lastEventId
    this.#hasMissed = false
  }

  take(lastEventId: string): void {
    this.#taken = lastEventId
  }

  miss(): void {
    this.#hasMissed = true
  }

  /** What the next request carries, when the session has come as far as `lastEventId`. */
  resumesFrom(lastEventId: string): string {
    return this.#hasMissed ? this.#taken : lastEventId
  }

  /** Whether who resumes from there gets the events again from the first one on. */
  isStart(lastEventId: string): boolean {
    return !lastEventId || lastEventId === this.#first
  }
}
