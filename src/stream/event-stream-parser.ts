/** What becomes of the event that the stream ended in; see {@link EventStreamParser.end}. */
export interface EndOptions {
  /** Give it to `onEvent`, for servers that forget the last blank line. Default `false`: discard it, as the standard says. */
  dispatch?: boolean | undefined
}

/** Turns chunks of one event stream into events; see {@link createParser}. */
export interface EventStreamParser {
  /**
   * Reads the next chunk, cut anywhere, and calls back for all that it completes.
   *
   * @throws `EventSourceError` with code `event-too-large` over `maxEventSize`; the parser then wants {@link reset}.
   * @throws `TypeError` if the chunk is neither a `Uint8Array` nor a string, or bytes where there is no `TextDecoder`.
   * @throws what a callback throws; the next call goes on right after the event, comment or field it was called for.
   */
  feed(chunk: Uint8Array | string): void
  /**
   * The stream is over. Returns whether it ended in the middle of an event: after a field or within a line, comments aside.
   *
   * That event is discarded, which `onDiscarded` is told. With `dispatch: true` it is dispatched instead, as if the line that
   * was cut had ended, and a blank line had followed: `onEvent` gets it if it has data. A line cut short counts as it is.
   * The parser is then as after {@link reset}.
   *
   * @throws what a callback throws; called again, it goes on as `feed` does.
   */
  end(options?: EndOptions): boolean
  /** Forgets all that is pending, tells nobody; what is fed next begins a new stream. `lastEventId` stays, unless given anew. */
  reset(lastEventId?: string): void
  /** The last event ID string, as of the last blank line. */
  readonly lastEventId: string
}
