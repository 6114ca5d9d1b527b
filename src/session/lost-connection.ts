import { causeOf, EventSourceError, messageOf } from '../errors.ts'
import { redactText } from './url.ts'

const HINT =
  '; without Last-Event-ID it had worked: the server must allow that header in its answer to the CORS preflight, or take the ID by lastEventIdParam'

/** The error of a failure of `fetch` or of a body; a foreign abort error is no abort. `mayBePreflight`: that failure may be for the last event ID's header. */
export function lostConnection(
  what: 'failed' | 'was lost',
  cause: unknown,
  mayBePreflight = false,
): EventSourceError {
  // Node (20 to 26) says "fetch failed", and why in the cause of that.
  const why = causeOf(cause)
  const text = redactText(messageOf(cause) + (why ? ` (${why.message})` : ''))
  const message = `The connection ${what}: ${text}${mayBePreflight ? HINT : ''}`
  const isSafe = isSafeCause(cause)
  return new EventSourceError('network', message, { cause: isSafe ? cause : new TypeError(text) })
}

/** Whether nothing in an error tells a URL's query: its message, and those of its causes; Bun (1.4.5) has the URL in a property. */
function isSafeCause(cause: unknown): boolean {
  for (let error = cause; error instanceof Error; error = error.cause) {
    if ('path' in error || redactText(error.message) !== error.message) return false
  }
  return true
}
