// `npm run mutate -- [file or folder …] [--concurrency N]`: changes the sources, one small change at a time, and tells which
// changes no test notices. Each of those is looked at in RESULTS.md. `--again REPORT`: only what survived in the run of that
// report, and now against the cases over real sockets.
import { Stryker } from '@stryker-mutator/core'
import { parseArgs } from 'node:util'
import { describeResults, survivorsIn } from './report.ts'

const { values, positionals } = parseArgs({
  options: { concurrency: { type: 'string', default: '2' }, again: { type: 'string' } },
  allowPositionals: true,
})
const again = values.again === undefined ? undefined : survivorsIn(values.again)
const places =
  again?.places ?? (positionals.length > 0 ? positionals : ['src/stream', 'src/session'])

for (const [name, mutated] of Map.groupBy(places, (place) => place.split('/')[1] ?? '')) {
  // Read by the configuration of the tests.
  process.env['MUTATED'] = again ? 'faces' : name
  // All of it is ignored by git.
  const folder = `coverage/mutations/${name}-${process.pid}`
  const results = await new Stryker({
    mutate: mutated.map((place) => (/\.ts(?::|$)/.test(place) ? place : `${place}/**/*.ts`)),
    concurrency: Number(values.concurrency),
    testRunner: 'vitest',
    vitest: { configFile: 'test/mutations/vitest.config.ts', related: false },
    coverageAnalysis: 'perTest',
    // A test that waits in vain is let fail first, which is quicker than to end the worker.
    timeoutMS: 60_000,
    // Vitest does not look at types.
    disableTypeChecks: false,
    plugins: ['@stryker-mutator/*', './test/mutations/sentences.ts'],
    ignorers: ['sentences'],
    ignorePatterns: ['/*', '!/src', '!/test', '!/package.json', '!/tsconfig.json', 'node_modules'],
    tempDirName: `${folder}/sandbox`,
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: `${folder}/report.json` },
  }).runMutationTest()
  // A place has smaller ones in it, which had been noticed.
  console.log(describeResults(again ? results.filter(again.has) : results))
}
