import { guarded } from '../platform/report.ts'

/** Runs what is to see all that is done in this turn; what it throws is reported. */
export function endOfTurn(run: () => unknown): void {
  void Promise.resolve().then(() => guarded(run))
}
