import { readFileSync, writeFileSync } from 'node:fs'
import { limits, limitsOf } from './limits.ts'
import { quirkTheme } from './quirk-cases.ts'
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

const readme = new URL('README.md', import.meta.url)
const [begin, end] = ['<!-- support -->', '<!-- /support -->']

const writing = 'npm run support -- --write'
const noSection = `test/runtimes/README.md has no section between ${begin} and ${end}`

/** What the page says wrongly of these places; if these are all there are, it must say nothing else. */
export function checkSupport(supported: PlaceSupport[], isComplete: boolean): string[] {
  const section = sectionOf(readFileSync(readme, 'utf8'))
  if (section === undefined) return [noSection]
  const said = section.split('\n').map(withoutPadding)
  const found = sectionLines(supported).map(withoutPadding)
  const lacking = found.filter((line) => !said.includes(line))
  const left = isComplete ? said.filter((line) => !found.includes(line)) : []
  return [
    ...lacking.map(
      (line) => `test/runtimes/README.md does not say, but \`${writing}\` would: ${line}`,
    ),
    ...left.map((line) => `test/runtimes/README.md says, but \`${writing}\` would not: ${line}`),
  ]
}

/** Writes the section, of all places. */
export function writeSupport(supported: PlaceSupport[], isComplete: boolean): string[] {
  const text = readFileSync(readme, 'utf8')
  if (sectionOf(text) === undefined) return [noSection]
  if (!isComplete) return ['The tables are written from a run in all runtimes only']
  const [before, after] = [text.split(begin)[0]!, text.split(end)[1]!]
  const lines = sectionLines(supported).join('\n')
  writeFileSync(readme, `${before}${begin}\n\n${lines}\n\n${end}${after}`)
  return []
}

function sectionLines(supported: PlaceSupport[]): string[] {
  const sorted = supported.toSorted((a, b) => a.place.localeCompare(b.place, 'en'))
  return [
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
  const cases = results.filter((result) => !isNative(result) && !isQuirk(result))
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

function isQuirk({ name }: CaseResult): boolean {
  return name.startsWith(`${quirkTheme}: `)
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
  return line.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---').trim()
}
