/** One stream and what WHATWG HTML 9.2.5 and 9.2.6 make of it, worked out by hand. */
export interface ConformanceCase {
  name: string
  input: string | Uint8Array
  events: ExpectedEvent[]
  /** Default: none. */
  comments?: string[]
  /** Default: none. */
  retries?: number[]
  /** The last event ID string after the stream. Default: that of the last event. */
  lastEventId?: string
}

export interface ExpectedEvent {
  data: string
  /** Default: 'message'. */
  type?: string
  /** Default: ''. */
  lastEventId?: string
}
