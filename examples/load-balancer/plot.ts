import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import * as Plot from '@observablehq/plot'
import { Window } from 'happy-dom'

/** Milliseconds that are counted together. */
export const INTERVAL = 100

/** When clients came back, in one of the runs. */
export interface Run {
  title: string
  delays: number[]
}

/** How many came in each interval of one run: [first, second, …]. */
export function histogram(delays: number[]): number[] {
  const counts: number[] = []
  for (const delay of delays) {
    const index = Math.floor(delay / INTERVAL)
    counts[index] = (counts[index] ?? 0) + 1
  }
  return Array.from(counts, (count) => count ?? 0)
}

/** Draws how many came when, the runs one above the other, into an SVG file. */
export async function drawArrivals(file: string, runs: Run[]): Promise<void> {
  const bars = runs.flatMap(({ title, delays }) =>
    histogram(delays).map((count, index) => ({
      title,
      count,
      from: (index * INTERVAL) / 1000,
      to: ((index + 1) * INTERVAL) / 1000,
    })),
  )
  const window = new Window()
  const svg = Plot.plot({
    document: window.document as unknown as Document,
    ariaLabel: 'Clients that come back, by the time since the crash',
    width: 760,
    height: 420,
    marginLeft: 50,
    marginRight: 110,
    // Legible on a light and on a dark page.
    style: { color: '#7d8590', background: 'none', fontSize: '13px' },
    x: { label: 'Seconds since the crash' },
    y: { label: `Clients that come back, in each ${INTERVAL} ms`, grid: true },
    fy: { label: null, domain: runs.map(({ title }) => title) },
    marks: [
      Plot.rectY(bars, { fy: 'title', x1: 'from', x2: 'to', y: 'count', fill: '#4493f8' }),
      Plot.ruleY([0]),
    ],
  })
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${svg.outerHTML}\n`)
  await window.happyDOM.close()
}
