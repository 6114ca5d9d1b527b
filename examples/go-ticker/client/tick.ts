/** What the server sends at each tick; the same as in `server/main.go`. */
export interface Tick {
  time: string
  clients: number
}

/** The types of `event.data`, by event type. */
export interface TickerEvents {
  tick: Tick
}
