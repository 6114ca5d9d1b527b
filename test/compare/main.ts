// `npm run compare`: the cases on the standard, with every peer, wherever it runs. `-- --write` writes the tables; names choose.
import { parseArgs } from 'node:util'
import { npmInstall } from '../setup/npm-install.ts'
import { peers } from './peers.ts'
import { runIn } from './places.ts'
import { type Comparison, report, writeReport } from './report.ts'

const { values, positionals } = parseArgs({
  options: { write: { type: 'boolean' }, verbose: { type: 'boolean' } },
  allowPositionals: true,
})
npmInstall(import.meta.dirname)

const chosen = peers.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
const comparisons: Comparison[] = []
for (const peer of chosen) {
  for (const place of peer.places) {
    const found = await runIn(place, peer)
    if (!found) {
      console.log(`skipped, for want of ${place}: ${peer.name}`)
      continue
    }
    const comparison = { peer, place, ...found }
    comparisons.push(comparison)
    console.log(report(comparison, values.verbose))
  }
}
if (values.write) {
  if (positionals.length > 0) throw new Error('The tables are written from a run of all peers only')
  writeReport(comparisons)
}
