import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as Plot from '@observablehq/plot'
import { Window } from 'happy-dom'

/** One contender in a plot. */
export interface Bar {
  name: string
  value: number
  kind: 'limit' | 'millrace' | 'peer'
}

const themes = {
  light: { text: '#1f2328', limit: '#b6bdc6', millrace: '#0969da', peer: '#6e7781' },
  dark: { text: '#e6edf3', limit: '#3d444d', millrace: '#4493f8', peer: '#9198a1' },
}

/** Draws a bar for each contender, fastest first, for a light and for a dark page. */
export async function drawBars(
  folder: string,
  { file, title, unit, bars }: { file: string; title: string; unit: string; bars: Bar[] },
): Promise<void> {
  mkdirSync(folder, { recursive: true })
  for (const [theme, colours] of Object.entries(themes)) {
    const window = new Window()
    const svg = Plot.plot({
      document: window.document as unknown as Document,
      ariaLabel: title,
      width: 760,
      height: 75 + 26 * bars.length,
      marginBottom: 45,
      marginLeft: 260,
      marginRight: 60,
      style: { color: colours.text, background: 'none', fontSize: '13px' },
      x: { label: unit, grid: true, ticks: 5 },
      y: { label: null },
      marks: [
        Plot.barX(bars, {
          x: 'value',
          y: 'name',
          sort: { y: '-x' },
          fill: (bar: Bar) => colours[bar.kind],
        }),
        Plot.text(bars, {
          x: 'value',
          y: 'name',
          text: (bar: Bar) => bar.value.toPrecision(3),
          textAnchor: 'start',
          dx: 5,
        }),
        Plot.ruleX([0]),
      ],
    })
    svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
    writeFileSync(join(folder, `${file}-${theme}.svg`), `${svg.outerHTML}\n`)
    await window.happyDOM.close()
  }
}
