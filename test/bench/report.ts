import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, release, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { markdownTable } from 'markdown-table'
import peers from './package.json' with { type: 'json' }
import { type Bar, drawBars } from './plot.ts'
import type { Series } from './rounds.ts'

/** What a suite found out: a table, and what has to be known to read it. */
export interface Report {
  title: string
  /** What was measured, and where. */
  about: string
  columns: string[]
  rows: string[][]
  /** A picture of it. */
  plot?: { file: string; title: string; unit: string; bars: Bar[] }
}

/** `1.23 ± 4 %` */
export function ratio(series: Series): string {
  return `${series.median.toFixed(2)} ± ${(series.spread * 100).toFixed(0)} %`
}

/** `12 345`, with three digits at least. */
export function amount(value: number): string {
  const digits = Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0
  return value.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
}

function tableOf({ columns, rows }: Report): string {
  const align = columns.map((_, column) => (/\d/.test(rows[0]?.[column] ?? '') ? 'r' : 'l'))
  return markdownTable([columns, ...rows], { align })
}

export function print(report: Report): void {
  console.log(`\n${report.title}\n${report.about}\n\n${tableOf(report)}`)
}

const file = join(import.meta.dirname, 'RESULTS.md')

const installed = Object.entries(peers.dependencies).map(
  ([name, version]) => `${name} ${version.replace(/^npm:.*@/, '')}`,
)

const head = `# Results

Ratios are medians of ratios within one round, \`±\` half of what the middle half of the rounds spans. Made by \`npm run bench -- --write\`.

Installed for it: ${installed.join(', ')}.
`

/** Puts the reports of a suite in place of the ones that were there. */
export async function writeReports(suite: string, reports: Report[]): Promise<void> {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const sections = before.split(/^(?=## )/m)
  sections[0] = head
  const parts: string[] = []
  for (const report of reports) {
    const { title, about, plot } = report
    parts.push(`### ${title}`, about)
    if (plot) {
      await drawBars(join(import.meta.dirname, 'plots'), plot)
      parts.push(
        `<picture><source media="(prefers-color-scheme: dark)" srcset="plots/${plot.file}-dark.svg"><img alt="${plot.title}" src="plots/${plot.file}-light.svg"></picture>`,
      )
    }
    parts.push(tableOf(report))
  }
  const heading = `## ${suite}`
  const section = `${[heading, machine(), ...parts].join('\n\n')}\n\n`
  const at = sections.findIndex((text) => text.startsWith(`${heading}\n`))
  if (at < 0) sections.push(section)
  else sections[at] = section
  writeFileSync(file, `${sections.map((text) => text.trim()).join('\n\n')}\n`)
}

function machine(): string {
  const date = new Date().toISOString().slice(0, 10)
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${date} · Node ${process.versions.node} · ${cpus().length} × ${cpus()[0]!.model}, ${memory} GiB · ${type()} ${release()} · load average ${loadavg()[2]!.toFixed(1)}`
}
