// Three servers behind nginx, one of which is killed: once without `spread` and once with it. See README.md.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { crash } from './crash.ts'
import { drawArrivals, histogram, INTERVAL, type Run } from './plot.ts'

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '500' },
    spread: { type: 'string', default: '3000' },
    plot: { type: 'string', default: join(import.meta.dirname, 'dist', 'arrivals.svg') },
  },
})
// What was made for nginx is removed then, too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

const runs: Run[] = []
let wrong = 0
for (const spread of [0, Number(values.spread)]) {
  const title = `spread: ${spread}`
  console.log(`\n${title}`)
  const result = await crash(Number(values.clients), spread)
  runs.push({ title, delays: result.delays })
  wrong += result.wrong
  console.log(`${result.wrong} clients lack an event, or have one twice or out of order`)
  const { length } = result.delays
  const [first, last] = [Math.min(...result.delays), Math.max(...result.delays)].map(Math.round)
  const most = Math.max(...histogram(result.delays))
  console.log(`${length} came back after ${first} to ${last} ms, at most ${most} in ${INTERVAL} ms`)
}
await drawArrivals(values.plot, runs)
console.log(`\n${values.plot}`)
process.exitCode = wrong === 0 ? 0 : 1
