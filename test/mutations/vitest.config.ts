// The tests of the folder that is mutated, alone: in Node, without processes and sockets, and the quick ones of them. Or, for what
// these have not noticed, the cases of all faces in Node, over sockets.
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const mutated = process.env['MUTATED']
const stream = ['test/stream/*.test.ts', 'test/session/{error-body,foreign-fetch,parse}.test.ts']
const session = ['test/session/*.test.ts']
const faces = ['test/faces/faces.test.ts']

// A minute and more for each mutant that survives: long streams, random options, everything at every time, processes, memory.
const slow = [
  'session/{closing-at-any-time,foreign-parts,foreign-realm,request-fuzz,storms,trace}',
  'stream/{bounds,imports,max-event-size}',
]

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: mutated === 'faces' ? faces : mutated === 'stream' ? stream : session,
    exclude: slow.map((name) => `test/${name}.test.ts`),
    setupFiles: 'test/mutations/setup.ts',
    // Fewer random streams than in a test run: a mutant wants a run of its own.
    env: { STREAM_COUNT: '100' },
    // One worker a mutant, not one a file of tests.
    isolate: false,
    // A parser does not wait; what waits for an event that a mutant has swallowed, fails soon.
    testTimeout: mutated === 'stream' ? 60_000 : 10_000,
  },
})
