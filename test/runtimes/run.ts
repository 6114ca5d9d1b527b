// `npm run support`: the suite against the packed package, in every runtime that this machine has; then the tables of
// test/runtimes/README.md have to say what came out. `--write` writes them instead; names choose: `node test/runtimes/run.ts Deno "Node 20"`.
import { parseArgs } from 'node:util'
import { nameMissing } from '../setup/requirements.ts'
import { startServer } from '../setup/server.ts'
import { tally } from '../setup/tally.ts'
import { browsers } from './browsers.ts'
import { bundle } from './bundle.ts'
import { commands } from './commands.ts'
import type { CaseResult } from './report.ts'
import type { Runtime } from './runtime.ts'
import { checkSupport, type PlaceSupport, writeSupport } from './support.ts'
import { workerd } from './workerd.ts'

/** So many at once: the suite mostly waits. */
const LANES = 3

// Child processes are ended when this one exits, but a signal alone is no exit.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))

const { values, positionals } = parseArgs({
  options: { write: { type: 'boolean' } },
  allowPositionals: true,
})
const all = [...browsers, workerd, ...commands]
const chosen = all.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
const waiting = chosen.filter((runtime) => runtime.isInstalled())
const isComplete = waiting.length === all.length

const supported: PlaceSupport[] = []
let failures = 0
const built = await bundle()
await Promise.all(
  Array.from({ length: LANES }, async () => {
    for (let runtime; (runtime = waiting.shift());) {
      try {
        await runIn(runtime)
      } catch (error) {
        console.log(`✗ ${runtime.name}: ${String(error)}`)
        failures++
      }
    }
  }),
)
built.remove()

// What failed would only be told twice.
if (failures === 0) {
  const wrong = (values.write ? writeSupport : checkSupport)(supported, isComplete)
  for (const line of wrong) console.log(`✗ ${line}`)
  failures += wrong.length
}
failures += nameMissing(chosen)
const passed = supported.reduce((sum, { results }) => sum + count(results, 'passed'), 0)
process.exitCode = tally(passed, failures)

async function runIn(runtime: Runtime): Promise<void> {
  const start = performance.now()
  const version = await runtime.version()
  const server = await startServer()
  const reports = await runtime.run(built, server.url).finally(() => server.close())
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  for (const [place, { results, failure }] of reports) {
    const failed = results.filter(({ outcome }) => outcome === 'failed')
    const isGood = failed.length === 0 && failure === undefined
    const numbers = `${count(results, 'passed')} of ${results.length} cases`
    console.log(`${isGood ? '✓' : '✗'} ${place} ${version}: ${numbers} (${seconds} s)`)
    for (const { name, error } of failed) console.log(`  ${name}\n    ${error!.slice(0, 1000)}`)
    if (failure !== undefined) console.log(`  ${failure}`)
    failures += failed.length + (failure === undefined ? 0 : 1)
    supported.push({ runtime, place, version, results })
  }
}

function count(results: CaseResult[], outcome: CaseResult['outcome']): number {
  return results.filter((result) => result.outcome === outcome).length
}
