import type { Reporter, SerializedError, TestModule } from 'vitest/node'
import { tally } from './tally.ts'

/** Counts for `.ci/run`; printing is left to vitest's own reporter. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    let passed = 0
    let failed = errors.length
    for (const { children } of modules) {
      passed += [...children.allTests('passed')].length
      failed += [...children.allTests('failed')].length
    }
    // A file that does not load has no tests to count; a hook that fails has.
    failed += modules.filter(
      (file) => !file.ok() && [...file.children.allTests('failed')].length === 0,
    ).length
    tally(passed, failed)
  }
}
