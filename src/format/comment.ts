/**
 * Writes a comment in the format of an event stream, as servers send them for a heartbeat: no client sees an event. A text of
 * several lines becomes as many comments. To be sent between events.
 *
 * @example
 * ```ts
 * formatComment('still here') // ':still here\n'
 * formatComment() // ':\n'
 * ```
 */
export function formatComment(text: string = ''): string {
  return `:${text.replaceAll(/\r\n|\r|\n/g, '\n:')}\n`
}
