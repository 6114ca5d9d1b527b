/** An event of an event stream: the property names of the standard's `MessageEvent`, whichever face delivers it. */
export interface ServerSentEvent<Data = string, Type extends string = string> {
  /** The event's type; `'message'` where the stream names none. */
  type: Type
  /** The `data` lines, joined by U+000A; or what `parse` made of them. */
  data: Data
  /** The last event ID string as of this event: the last `id` that the stream has sent, not only this event's own. */
  lastEventId: string
  /** The origin of the URL that the stream came from in the end; `''` from a bare parser. */
  origin: string
}
