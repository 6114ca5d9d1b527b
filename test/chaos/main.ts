// `npm run chaos -- --seed N --events N --place node`: readers of event logs, against a server whose connections rarely do
// what they should. Each gets every event once and in order, or this fails.
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { places } from './places.ts'
import { type Face, faces } from './profile.ts'
import { runChaos } from './run.ts'

// Child processes are ended when this one exits, but a signal alone is no exit.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    events: { type: 'string', default: '100000' },
    place: { type: 'string', default: 'node' },
    faces: { type: 'string', default: faces.join(',') },
    help: { type: 'boolean' },
  },
})
if (values.help) {
  console.log(
    `npm run chaos -- [--seed N] [--events N] [--place ${Object.keys(places).join('|')}] [--faces ${faces.join(',')}]`,
  )
  process.exit()
}
const place = places[values.place]
if (!place) throw new TypeError(`--place: expected one of ${Object.keys(places).join(', ')}`)
const chosen = values.faces.split(',').filter((name): name is Face => faces.includes(name as Face))
const errand = { seed: Number(values.seed), events: Number(values.events), faces: chosen }

/** What keeps a byte of each event keeps a megabyte of a million. */
const MAX_GROWTH = 1

const start = performance.now()
const { progress, damage, failures } = await runChaos(place, errand, (progress, damage) =>
  console.log(
    `${seconds()} s: ${progress?.events ?? 0} events, ${damage.faults} faults, ${damage.requests} requests`,
  ),
)
const { events, readers, acts, growth } = progress
if (events > 500_000 && growth !== undefined && growth > MAX_GROWTH)
  failures.push(`The heap grows by ${growth.toFixed(2)} bytes an event`)
console.log(
  [
    `${place.name}, seed ${errand.seed}, ${cpus().length} × ${cpus()[0]!.model}, ${seconds()} s`,
    `${events} events to ${readers} readers (${chosen.join(', ')}) through ${damage.faults} faults in ${damage.requests} requests`,
    `faults: ${JSON.stringify(damage.kinds)}`,
    `acts: ${JSON.stringify(acts)}`,
    `heap: ${growth === undefined ? 'not told' : `${growth.toFixed(2)} bytes an event`}`,
    `${failures.length} failures`,
    ...failures,
  ].join('\n'),
)
process.exitCode = failures.length === 0 ? 0 : 1

function seconds(): string {
  return ((performance.now() - start) / 1000).toFixed(0)
}
