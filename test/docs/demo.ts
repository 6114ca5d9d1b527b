// `npm run docs:demo`: runs `npm start`, and draws what it says as examples/main/demo.svg, line by line in ten seconds.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const said = execFileSync('npm', ['start', '--silent'], {
  cwd: root,
  encoding: 'utf8',
  timeout: 120_000,
})

/** The first stream, and the result of all. */
const lines = [...between('Ticker', 'Chat'), '', ...between('  stream ', 'Where to go next')]

const [size, leading, left, top] = [14, 20, 24, 36]
const colours: [RegExp, string][] = [
  [/^ {2}→/, '#7cb7ff'],
  [/^ {2}[✂✗←]/, '#ff8a80'],
  [/^ {2}…/, '#9aa4ad'],
  [/^ {2}[■+]|✓$|lost/, '#8fd694'],
  [/^\S/, '#ffffff'],
]
const width = 78 * size * 0.61 + 2 * left
const height = lines.length * leading + top + 12

const rows = lines.map((line, index) => {
  const [, colour] = colours.find(([pattern]) => pattern.test(line)) ?? [undefined, '#d7dde2']
  const delay = ((10 * index) / lines.length).toFixed(2)
  const y = top + index * leading
  return `<text x="${left}" y="${y}" fill="${colour}" style="animation-delay:${delay}s">${escaped(line)}</text>`
})

writeFileSync(
  join(root, 'examples/main/demo.svg'),
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${Math.ceil(width)} ${height}" role="img" aria-label="What npm start says: a stream that is cut again and again, and comes whole">
<style>
text { font: ${size}px ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; white-space: pre; animation: shown 0.01s backwards }
@keyframes shown { from { opacity: 0 } }
@media (prefers-reduced-motion: reduce) { text { animation: none } }
</style>
<rect width="100%" height="100%" rx="10" fill="#16202a"/>
${rows.join('\n')}
</svg>
`,
)
console.log(`✓ examples/main/demo.svg: ${lines.length} lines`)

/** The lines from the one that begins so to before the one that begins so. */
function between(first: string, last: string): string[] {
  const all = said.split('\n')
  const start = all.findIndex((line) => line.startsWith(first))
  const end = all.findIndex((line, index) => index > start && line.startsWith(last))
  if (start < 0 || end < 0) throw new Error(`npm start says nothing from "${first}" to "${last}"`)
  return all.slice(start, end).join('\n').trimEnd().split('\n')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
