import { EVENTSOURCE, faces, limits, NATIVE, peers, READ } from '../clients.ts'
import type { Options } from '../options.ts'
import { amount, ratio, type Report } from '../report.ts'
import { interleave, type Series } from '../rounds.ts'
import { engines, ratesIn } from './engines.ts'
import { withPages } from './pages.ts'

/** What the others are compared with, so always measured. */
const references = [READ, EVENTSOURCE, NATIVE]

export async function measureBrowser(options: Options): Promise<Report[]> {
  const { rounds, quick, only, mixed } = options
  const names = [...Object.keys(peers), NATIVE, ...faces].filter(
    (name) => references.includes(name) || only.test(name),
  )
  const events = quick ? 2000 : 200_000
  const seconds = options.seconds ?? 0.5
  const reports: Report[] = []

  const report = await withPages(
    names,
    async (ask, origin): Promise<Report> => {
      console.log(`Chromium: ${names.length} clients, ${rounds} rounds`)
      const url = `${origin}/blast?events=${events}`
      const found = await interleave(names, rounds, async (name) => ({
        rate: await ask(name, url, events, seconds),
      }))
      const where = mixed ? 'all clients in one page' : 'each client in a page of its own'
      return reportOf('Chromium', where, events, found)
    },
    mixed,
  )
  if (report) reports.push(report)
  // The others have one page for all anyway.
  if (mixed) return reports.map(({ plot: _, ...rest }) => rest)

  for (const engine of engines) {
    console.log(`${engine.name}: ${names.length} clients, ${rounds} rounds`)
    const found = await ratesIn(engine, { names, rounds, events, seconds })
    if (found) reports.push(reportOf(engine.name, 'all clients in one page', events, found))
  }
  return reports
}

function reportOf(
  browser: string,
  where: string,
  events: number,
  found: Map<string, { rate: Series }>,
): Report {
  const byRate = [...found].toSorted(([, a], [, b]) => b.rate.median - a.rate.median)
  return {
    title: `Blast, ${browser}`,
    about: `Streams of ${events} events of 120 bytes, a thousand events a write, over loopback, ${where}.`,
    columns: ['client', 'thousand events/s', ...references.map((name) => `× ${name}`)],
    rows: byRate.map(([name, { rate }]) => [
      name,
      amount(rate.median / 1000),
      ...references.map((reference) => ratio(rate.over(found.get(reference)!.rate))),
    ]),
    plot: {
      file: browser.toLowerCase(),
      title: `Million events a second, ${browser}, end to end`,
      unit: 'million events/s',
      bars: byRate.map(([name, { rate }]) => ({
        name,
        value: rate.median / 1e6,
        kind: faces.includes(name) ? 'millrace' : limits.includes(name) ? 'limit' : 'peer',
      })),
    },
  }
}
