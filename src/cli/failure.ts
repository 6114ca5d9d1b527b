import { EventSourceError } from '../index.ts'
import { EXIT, type ExitCode } from './exit-code.ts'

/** What a failed connection ends the program with; where attempts ran out, why the last one failed. */
export function exitCodeOf(error: EventSourceError): ExitCode {
  if (error.status !== undefined && error.code !== 'content-type') return EXIT.refused
  const reason = EventSourceError.is(error.cause) ? error.cause : error
  return reason.code.endsWith('timeout') ? EXIT.timeout : EXIT.failed
}
