// What the demo prints. `styleText` leaves the colours out where the output is no terminal, or NO_COLOR is set.
import { styleText } from 'node:util'
import type { Tally } from './tally.ts'

const WIDTH = 84
const MARGIN = '  │ '

/** Where the line of pieces under way ends; 0: there is none. */
let column = 0

export function intro(url: string, isEndless: boolean): void {
  const curl = `curl -N -H 'authorization: Bearer demo' ${url}/ticker`
  console.log(`\nServer: ${styleText('cyan', url)}`)
  console.log(`Try it: ${styleText('cyan', curl)}`)
  console.log(
    styleText('dim', isEndless ? 'Until Ctrl-C.' : 'To have time for that: npm start -- --forever'),
  )
}

/** Where to go next. */
export function onward(): void {
  const ways = [
    ['npm run start:playground', 'any stream, on a timeline'],
    ['npm run example', 'servers in Go, Python and Node, pages, and what to look at'],
    ['README.md', 'the quick starts, and every option'],
  ]
  console.log(`\n${styleText('bold', 'Where to go next')}`)
  for (const [way, what] of ways) console.log(`  ${styleText('cyan', way!.padEnd(26))}${what}`)
}

export function heading(text: string): void {
  endLine()
  console.log(`\n${styleText('bold', text)}`)
}

/** Something that arrived: on one line with what arrived just before it. */
export function arrived(text: string): void {
  if (column + text.trimEnd().length > WIDTH) endLine()
  if (column === 0) process.stdout.write(styleText('green', MARGIN))
  process.stdout.write(column === 0 ? text.trimStart() : text)
  column = (column || MARGIN.length) + text.length
}

/** Something that happened to the connection: on a line of its own. */
export function happened(text: string, kind: 'good' | 'bad' = 'good'): void {
  endLine()
  console.log(`  ${styleText(kind === 'bad' ? 'red' : 'dim', text)}`)
}

export function failure(error: unknown): void {
  happened(`✗ ${error instanceof Error ? error.message : String(error)}`, 'bad')
}

/** Shows the count; whether it is right. */
export function table(rows: { name: string; tally: Tally }[]): boolean {
  const titles = ['stream', 'requests', 'sent', 'received', 'duplicates', 'gaps']
  endLine()
  console.log(`\n  ${styleText('bold', titles.map(cell).join(''))}`)
  for (const { name, tally } of rows) {
    const { requests, sentCount, receivedCount, duplicates, gaps, isComplete } = tally
    const cells = [name, requests, sentCount, receivedCount, duplicates, gaps].map(cell).join('')
    console.log(`  ${cells}  ${isComplete ? styleText('green', '✓') : styleText('red', '✗')}`)
  }
  const isRight = rows.every(({ tally }) => tally.isComplete)
  const verdict = isRight ? 'Nothing was lost, nothing came twice.' : 'The count is wrong.'
  console.log(`\n  ${styleText(isRight ? 'green' : 'red', verdict)}\n`)
  return isRight
}

function cell(value: string | number, index: number): string {
  return index === 0 ? String(value).padEnd(8) : String(value).padStart(12)
}

function endLine(): void {
  if (column > 0) process.stdout.write('\n')
  column = 0
}
