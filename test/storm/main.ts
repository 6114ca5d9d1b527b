// `npm run storm -- [--clients N] [--capacity N] [--seed N] [--write]`: what comes back to a server after an outage, by how
// clients wait; `--write` puts it into RESULTS.md. `npm run storm -- real` does it with ten thousand real sources.
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createRandom } from '../setup/random.ts'
import { clients, millrace } from './clients.ts'
import { type Curve, drawCurves } from './curves.ts'
import { runReal } from './real.ts'
import { type Course, type Delay, type Outage, simulate } from './simulation.ts'

const { values, positionals } = parseArgs({
  options: {
    clients: { type: 'string', default: '1000000' },
    capacity: { type: 'string', default: '50000' },
    seed: { type: 'string', default: '1' },
    sources: { type: 'string', default: '10000' },
    write: { type: 'boolean' },
  },
  allowPositionals: true,
})

const periodic = new Map<Delay, { milliseconds: number; course: Course }>()

if (positionals.includes('real')) console.log(await runReal(Number(values.sources)))
else await simulateAll()

async function simulateAll(): Promise<void> {
  const capacity = Number(values.capacity)
  const outages = [1, 60, 600].map((seconds) => ({
    clients: Number(values.clients),
    capacity,
    milliseconds: seconds * 1000,
  }))
  const parts: string[] = []
  for (const outage of outages) {
    const rows = Object.entries(clients).map(([name, delay]) => ({
      name,
      ...(name.startsWith('fixed') ? runPeriodic(outage, delay) : run(outage, delay)),
    }))
    // A server that is back says when to come, so that it gets as many as it takes.
    const told = (chance: () => number) => 1000 + chance() * (outage.clients / capacity) * 1000
    const heeding = run({ ...outage, retryAfter: told }, millrace())
    rows.push({ name: 'millrace, told by Retry-After', ...heeding })
    const title = `After an outage of ${outage.milliseconds / 1000} s`
    parts.push(`## ${title}`, table(rows))
    console.log(`\n${title}\n${table(rows)}`)
    if (values.write && outage.milliseconds === 60_000) {
      const file = await drawCurves(join(import.meta.dirname, 'plots'), rows.map(curveOf))
      parts.push(file)
    }
  }
  if (values.write) writeFileSync(join(import.meta.dirname, 'RESULTS.md'), head(parts))
}

function run(outage: Outage, delay: Delay): Course {
  return simulate(outage, delay, createRandom(Number(values.seed)))
}

/** What comes round every few seconds is after ten minutes where it was after one. */
function runPeriodic(outage: Outage, delay: Delay): Course {
  const milliseconds = Math.min(outage.milliseconds, 60_000)
  const known = periodic.get(delay)
  if (known?.milliseconds === milliseconds) return known.course
  const course = run({ ...outage, milliseconds }, delay)
  periodic.set(delay, { milliseconds, course })
  return course
}

function table(rows: (Course & { name: string })[]): string {
  const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(1)
  const cells = [
    ['clients', 'most in a second', 'refused', '99 % back after, s', 'all back after, s'],
    [':--', '--:', '--:', '--:', '--:'],
    ...rows.map(({ name, peak, refused, mostBackAfter, allBackAfter }) => [
      name,
      peak.toLocaleString('en'),
      refused.toLocaleString('en'),
      seconds(mostBackAfter),
      seconds(allBackAfter),
    ]),
  ]
  return cells.map((row) => `| ${row.join(' | ')} |`).join('\n')
}

function curveOf({ name, arrivals }: Course & { name: string }): Curve {
  return { name, values: arrivals.slice(50, 240), from: 50 }
}

function head(parts: string[]): string {
  const command = `npm run storm -- --clients ${values.clients} --capacity ${values.capacity} --seed ${values.seed} --write`
  const about = `${Number(values.clients).toLocaleString('en')} clients lose their connection within 200 ms, as the server goes away. It then takes ${Number(values.capacity).toLocaleString('en')} connections a second, and refuses the rest: the least that all need is ${Number(values.clients) / Number(values.capacity)} s. Time is virtual; millrace's waits are those of its own code (\`src/session/reconnection.ts\`). What is counted begins when the server is back.`
  const where = `Made by \`${command}\` on ${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]!.model}.`
  return `${['# Storms', where, about, ...parts].join('\n\n')}\n`
}
