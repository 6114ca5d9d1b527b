// `npm run soak -- [--over http|streams] [--each N] [--cycles N] [--lanes N] [--seed N]`: sources that come back in every way,
// each so often, in one process and in simulated time. `npm run soak -- browsers --minutes N` has pages of three engines read
// for so long in real time.
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { type BrowserOutcome, runBrowser } from './browsers/run.ts'
import { subjects } from './browsers/subjects.ts'
import { type Growth, growthOf, type Look, settled } from './growth.ts'
import type { Progress } from './node/client.ts'
import { runSoak } from './node/run.ts'

// Child processes are ended when this one exits, but a signal alone is no exit.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))

const { values, positionals } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    over: { type: 'string', default: 'streams' },
    each: { type: 'string', default: '100000' },
    cycles: { type: 'string', default: '50' },
    lanes: { type: 'string', default: '50' },
    minutes: { type: 'string', default: '60' },
    engines: { type: 'string', default: Object.keys(subjects).join(',') },
    out: { type: 'string' },
    help: { type: 'boolean' },
  },
  allowPositionals: true,
})
if (values.help) {
  console.log(`npm run soak -- [--over http|streams] [--each N] [--cycles N] [--lanes N] [--seed N]
npm run soak -- browsers [--minutes N] [--engines ${Object.keys(subjects).join(',')}] [--seed N]
--out FILE: all figures, as JSON`)
  process.exit()
}
if (!['http', 'streams'].includes(values.over))
  throw new TypeError('--over: expected http or streams')

/** After so many rounds, all kinds are at the same point again: one does something else in every fifth, one in each of four. */
const PERIOD = 20
/** What a heap may grow by from the first look to the last, as a part of it. */
const MAX_GROWTH = 0.01
const DAY = 24 * 60 * 60 * 1000

const start = performance.now()
const failures = await (positionals.includes('browsers') ? soakBrowsers() : soakNode())
console.log(`${failures.length} failures`)
for (const failure of failures) console.log(failure)
// A browser that has been stopped may still keep something open.
process.exit(failures.length === 0 ? 0 : 1)

async function soakNode(): Promise<string[]> {
  const over = values.over as 'http' | 'streams'
  const [seed, each, cycles, lanes] = [values.seed, values.each, values.cycles, values.lanes].map(
    Number,
  ) as [number, number, number, number]
  // Else the heap is looked at now with more connections behind it, now with fewer, which is more than what it may grow by.
  if (each % (PERIOD * cycles * lanes) !== 0)
    throw new TypeError(
      `--each: expected a multiple of ${PERIOD} × cycles × lanes, here ${PERIOD * cycles * lanes}, got ${values.each}`,
    )
  const progress = await runSoak({ seed, each, cycles, lanes, over }, ({ attempts, looks }) =>
    console.log(`${seconds()} s: ${attempts} attempts, ${looks.at(-1)?.bytes} bytes`),
  )
  save(progress)
  console.log(shownProgress(progress))
  const growth = growthOf(settled(progress.looks))
  console.log(`heap: ${shown(growth, 'reconnection')}`)
  return [...progress.failures, ...tooMuch('The heap', growth)]
}

function shownProgress({ reconnections, simulated, attempts, events }: Progress): string {
  const rows = Object.entries(reconnections).map(([kind, count]) => {
    const days = simulated[kind as keyof typeof simulated] / DAY
    return `${kind}: ${count} reconnections in ${days.toFixed(1)} days`
  })
  const all = Object.values(reconnections).reduce((sum, count) => sum + count, 0)
  return [
    `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]!.model}, ${seconds()} s`,
    ...rows,
    `${all} reconnections, ${attempts} attempts, ${events} events`,
  ].join('\n')
}

async function soakBrowsers(): Promise<string[]> {
  const outcomes: Record<string, BrowserOutcome> = {}
  const errand = { minutes: Number(values.minutes), seed: Number(values.seed) }
  await Promise.all(
    values.engines.split(',').map(async (name) => {
      outcomes[name] = await runBrowser(name, errand, (look) =>
        console.log(name, JSON.stringify(look)),
      )
      save(outcomes)
    }),
  )
  return Object.entries(outcomes).flatMap(([name, outcome]) => {
    const { told, counts, looks } = outcome
    const heaps = looks.map(({ minute, heap }) => ({ at: minute, bytes: heap }))
    const growth = growthOf(settled(heaps.filter((look): look is Look => look.bytes !== undefined)))
    const memory = growthOf(
      settled(looks.map(({ minute, memory }) => ({ at: minute, bytes: memory }))),
    )
    const { cpu = 0 } = looks.at(-1) ?? {}
    console.log(`${name}: ${JSON.stringify(told)}
  ends: ${JSON.stringify(counts)}
  heap: ${shown(growth, 'minute')}
  process: ${shown(memory, 'minute')}
  ${((cpu / (errand.minutes * 60)) * 100).toFixed(1)} % of a core`)
    return [...outcome.failures, ...tooMuch(`${name}: the heap`, growth)].map(
      (failure) => `${name}: ${failure}`,
    )
  })
}

function shown(growth: Growth | undefined, unit: string): string {
  if (!growth) return 'not told'
  const { slope, mean, relative, looks } = growth
  const part = `${(relative * 100).toFixed(2)} %`
  return `${mean.toFixed(0)} bytes, ${slope.toFixed(2)} more with each ${unit}, ${part} over ${looks} looks`
}

function tooMuch(what: string, growth: Growth | undefined): string[] {
  if (!growth || growth.relative <= MAX_GROWTH) return []
  return [`${what} has grown by ${(growth.relative * 100).toFixed(2)} %`]
}

function save(figures: unknown): void {
  if (values.out !== undefined) writeFileSync(values.out, JSON.stringify(figures))
}

function seconds(): string {
  return ((performance.now() - start) / 1000).toFixed(0)
}
