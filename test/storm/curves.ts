import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as Plot from '@observablehq/plot'
import { Window } from 'happy-dom'

/** How many connections were asked for in each second. */
export interface Curve {
  name: string
  values: number[]
  /** The second of the first value. */
  from: number
}

const themes = { light: '#1f2328', dark: '#e6edf3' }

/** Draws them one above the other, on a scale by powers of ten, for a light and for a dark page. Returns what shows them. */
export async function drawCurves(folder: string, curves: Curve[]): Promise<string> {
  mkdirSync(folder, { recursive: true })
  const points = curves.flatMap(({ name, values, from }) =>
    values.map((value, index) => ({ name, second: from + index, value: Math.max(value, 1) })),
  )
  const title = 'Connections asked for in each second; the server is back after 60 s'
  for (const [theme, text] of Object.entries(themes)) {
    const window = new Window()
    const svg = Plot.plot({
      document: window.document as unknown as Document,
      ariaLabel: title,
      width: 760,
      height: 110 * curves.length,
      marginLeft: 60,
      marginRight: 220,
      style: { color: text, background: 'none', fontSize: '12px' },
      x: { label: 'seconds after the loss' },
      y: { type: 'log', label: null, grid: true, ticks: 3 },
      fy: { label: null, domain: curves.map(({ name }) => name) },
      marks: [
        Plot.ruleX([60], { strokeDasharray: '3' }),
        Plot.lineY(points, { x: 'second', y: 'value', fy: 'name', stroke: '#4493f8' }),
      ],
    })
    svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
    writeFileSync(join(folder, `minute-${theme}.svg`), `${svg.outerHTML}\n`)
    await window.happyDOM.close()
  }
  return `<picture><source media="(prefers-color-scheme: dark)" srcset="plots/minute-dark.svg"><img alt="${title}" src="plots/minute-light.svg"></picture>`
}
