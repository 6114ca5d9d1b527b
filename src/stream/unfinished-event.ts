import { COLON } from './field.ts'

/**
 * The event that a stream has ended in, as a stream of its own, which with a blank line after it would make the event; '' if
 * there is none. `id` is undefined if none was read; `line` is the one that was cut, and no part of the event if a comment.
 */
export function unfinishedEvent(
  type: string,
  id: string | undefined,
  dataBuffer: string,
  line: string,
): string {
  return (
    (type && `event: ${type}\n`) +
    (id === undefined ? '' : `id: ${id}\n`) +
    dataBuffer.replace(/[^\n]*\n/g, 'data: $&') +
    (line.charCodeAt(0) === COLON ? '' : line)
  )
}
