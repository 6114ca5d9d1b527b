// `npm run mutate -- [file or folder …] [--concurrency N]`: changes the sources, one small change at a time, and tells which
// changes no test notices. Each of those is looked at in RESULTS.md.
import { Stryker } from '@stryker-mutator/core'
import { parseArgs } from 'node:util'
import { describeResults } from './report.ts'

const { values, positionals } = parseArgs({
  options: { concurrency: { type: 'string', default: '2' } },
  allowPositionals: true,
})
const places = positionals.length > 0 ? positionals : ['src/stream', 'src/session']
// A survivor may be a wait without an end: a test that waits for what no longer comes is let fail first.
const timeoutMS = 20_000

const results = await new Stryker({
  mutate: places.map((place) => (place.endsWith('.ts') ? place : `${place}/**/*.ts`)),
  concurrency: Number(values.concurrency),
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutations/vitest.config.ts', related: false },
  coverageAnalysis: 'perTest',
  timeoutMS,
  // Vitest does not look at types.
  disableTypeChecks: false,
  ignorePatterns: [
    '/*',
    '!/src',
    '!/test',
    '!/package.json',
    '!/tsconfig.json',
    '/test/*/node_modules',
  ],
  // All of it is ignored by git.
  tempDirName: 'coverage/mutations/sandbox',
  reporters: ['json'],
  jsonReporter: { fileName: 'coverage/mutations/report.json' },
}).runMutationTest()
console.log(describeResults(results))
