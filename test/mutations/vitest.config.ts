// The tests of what is mutated, alone: in Node, without packages to build or servers to start beside it, the quickest first.
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { QuickFirst } from './quick-first.ts'

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/{stream,session}/**/*.test.ts', 'test/faces/{faces,read-events-abort}.test.ts'],
    exclude: [
      // Child processes and bundles, where no mutant is active.
      'test/stream/imports.test.ts',
      // Time and memory of long streams: two minutes for each mutant of the parser.
      'test/stream/bounds.test.ts',
    ],
    setupFiles: 'test/mutations/seed.ts',
    // Fewer random cases than in a test run: a mutant wants a run of its own.
    env: { STREAM_COUNT: '300', REQUEST_COUNT: '300' },
    sequence: { sequencer: QuickFirst },
    // One worker a mutant, not one a file of tests.
    isolate: false,
    // What waits for an event that a mutant has swallowed, fails before Stryker ends the whole worker.
    testTimeout: 10_000,
  },
})
