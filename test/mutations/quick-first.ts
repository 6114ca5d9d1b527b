import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** From the quickest: most mutants die of a plain call, and the cases over real sockets are for those that do not. */
const SLOW = [
  'request-fuzz',
  'storms',
  'closing-at-any-time',
  'trace',
  'request.test',
  'foreign-realm',
  'max-event-size',
  'end.test',
  'callbacks.test',
  '/faces/',
]

/** Runs the slow files of tests last: the first failure ends a run. */
export class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) =>
      SLOW.findIndex((part) => moduleId.includes(part))
    return files.toSorted((a, b) => rank(a) - rank(b) || a.moduleId.localeCompare(b.moduleId))
  }
}
