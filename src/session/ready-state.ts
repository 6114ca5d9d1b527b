/** "The connection has not yet been established, or it was closed and the user agent is reconnecting." */
export const CONNECTING = 0
/** "The user agent has an open connection and is dispatching events as it receives them." */
export const OPEN = 1
/** "The connection is not open, and the user agent is not trying to reconnect." */
export const CLOSED = 2

export type ReadyState = typeof CONNECTING | typeof OPEN | typeof CLOSED
