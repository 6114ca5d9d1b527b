import { readFileSync, writeFileSync } from 'node:fs'
import { limits, limitsOf } from './limits.ts'
import { redirectTheme } from './redirect-cases.ts'
import type { CaseResult } from './report.ts'
import type { Runtime } from './runtime.ts'
import { nativeFaults, nativeTheme } from './standard/native-faults.ts'

/** What the suite has found out about one place. */
export interface PlaceSupport {
  runtime: Runtime
  place: string
  version: string
  results: CaseResult[]
}

const readme = new URL('../../README.md', import.meta.url)
const [begin, end] = ['<!-- support -->', '<!-- /support -->']

/** What the README says wrongly of these places. */
export function checkSupport(supported: PlaceSupport[]): string[] {
  const section = sectionOf(readFileSync(readme, 'utf8'))
  if (section === undefined) return [`README.md has no section between ${begin} and ${end}`]
  const said = new Set(section.split('\n').map(withoutPadding))
  const rows = supported.flatMap((place) => [
    supportRow(place),
    redirectRow(place),
    ...nativeRow(place),
  ])
  return [...rows, ...notes()]
    .filter((row) => !said.has(withoutPadding(row)))
    .map((row) => `README.md does not say, but \`npm run support -- --write\` would: ${row}`)
}

/** Writes the section, of all places. */
export function writeSupport(supported: PlaceSupport[], missing: Runtime[]): string[] {
  const text = readFileSync(readme, 'utf8')
  const section = sectionOf(text)
  if (section === undefined) return [`README.md has no section between ${begin} and ${end}`]
  if (missing.length > 0) return ['The tables are written from a run in all runtimes only']
  const sorted = supported.toSorted((a, b) => a.place.localeCompare(b.place, 'en'))
  const lines = [
    ...table(['Where', 'Version', 'Cases', 'Passed', 'Limits'], sorted.map(supportRow)),
    '',
    ...notes(),
    '',
    'The cases on the standard are run with the native `EventSource` too:',
    '',
    ...table(
      [
        'Where',
        'Cases',
        'Native passes',
        '`FetchEventSource` passes',
        'What the native one does otherwise',
      ],
      sorted.flatMap(nativeRow),
    ),
    '',
    'On a redirect to another origin, these of the headers that a request was given reach that origin; what `fetch` sends there by itself, such as the cookies of that origin, aside:',
    '',
    ...table(['Where', '`Authorization`', '`Cookie`', '`X-Api-Key`'], sorted.map(redirectRow)),
  ]
  const [before, after] = [text.split(begin)[0]!, text.split(end)[1]!]
  writeFileSync(readme, `${before}${begin}\n\n${lines.join('\n')}\n\n${end}${after}`)
  return []
}

function sectionOf(text: string): string | undefined {
  const [, after] = text.split(begin)
  return after?.split(end)[0]
}

function table(head: string[], rows: string[]): string[] {
  // Places of a runtime that are alike have one row together.
  return [row(head), row(head.map(() => '---')), ...new Set(rows)]
}

function supportRow({ place, version, results }: PlaceSupport): string {
  const cases = results.filter((result) => !isNative(result))
  const passed = cases.filter(({ outcome }) => outcome === 'passed').length
  const numbers = limitsOf(place).map((limit) => limits.indexOf(limit) + 1)
  return row([place, version, cases.length, passed, numbers.join(', ') || '–'])
}

/** The standard's cases, by the native class and by this one; none where there is no native class. */
function nativeRow({ runtime, place, results }: PlaceSupport): string[] {
  const native = results.filter(isNative)
  if (native.length === 0) return []
  const passed = (cases: CaseResult[]) => cases.filter(({ outcome }) => outcome === 'passed').length
  const own = results.filter(({ name }) => name.startsWith('standard: '))
  const faults = nativeFaults.filter(({ engine }) => place.startsWith(engine))
  const said = faults.map(({ fault }) => fault).join('; ') || '–'
  return [row([runtime.name, own.length, passed(native), passed(own), said])]
}

function isNative({ name }: CaseResult): boolean {
  return name.startsWith(`${nativeTheme}: `)
}

/** The findings are the same for each status, or told apart. */
function redirectRow({ runtime, results }: PlaceSupport): string {
  const found = results.filter(({ name }) => name.startsWith(redirectTheme))
  const cells = ['authorization', 'cookie', 'x-api-key'].map((header) => {
    const statuses = found.filter((result) => result.found?.split(',').includes(header))
    if (statuses.length === found.length) return 'yes'
    return statuses.map(({ name }) => name.slice(-3)).join(', ') || 'no'
  })
  return row([runtime.name, ...cells])
}

function notes(): string[] {
  return limits.map(({ limit }, index) => `${index + 1}. ${limit}`)
}

function row(cells: (string | number)[]): string {
  return `| ${cells.join(' | ')} |`
}

/** The formatter pads the cells of a table. */
function withoutPadding(line: string): string {
  return line.replaceAll(/ +/g, ' ').trim()
}
