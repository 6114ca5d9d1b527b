import type { ClosedResult, EventSourceError } from '../../../src/index.ts'
import type { Reader } from '../reader.ts'

/** Sees that a subscription has ended for a reason that there was. */
export function checkEnd(
  { witness, profile }: Reader,
  reason: ClosedResult['reason'],
  error: EventSourceError | undefined,
  isLeft: boolean,
): void {
  const isRight = {
    closed: isLeft,
    aborted: isLeft,
    ended: witness.isComplete,
    'no-content': witness.isComplete,
    failed: error !== undefined && mayFail(error, profile.method, witness.last),
  }[reason]
  if (!isRight) witness.fail(`It closed: ${reason}, ${String(error)}`)
}

/** Whether a source may fail for that; its user then opens another one. */
function mayFail({ code }: EventSourceError, method: string, last: number): boolean {
  switch (code) {
    case 'http-status':
    case 'content-type':
      return true
    case 'not-resumable':
    case 'incomplete':
      // Nothing has come that a POST could be resumed from.
      return method === 'POST' && last === 0
    default:
      return false
  }
}
