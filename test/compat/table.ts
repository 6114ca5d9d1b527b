// `node test/compat/table.ts` writes the page that says how the two packages differ; the tests show that it says so.
import { writeFileSync } from 'node:fs'
import type { Behaviour } from './behaviour.ts'
import { behaviours } from './behaviours/index.ts'

export const pageFile: URL = new URL('../compare/fetch-event-source.md', import.meta.url)

/** The page, its tables without padding. */
export function page(): string {
  const all = Object.values(behaviours).flat()
  const count = (verdict: string) => all.filter((one) => verdictOf(one) === verdict).length
  return `# millrace/fetch-event-source, beside the original

${all.length} behaviours, each seen with \`@microsoft/fetch-event-source\` 2.0.1 and with \`millrace/fetch-event-source\`, against a real server, in Node and in Chromium: ${count('same')} are the same, ${count('better')} are better here, ${count('on purpose')} differ on purpose. The tests in \`test/compat\` show each of them, with both; \`npm test -- test/compat test/browser/fetch-event-source\` runs them.
${Object.entries(behaviours)
  .map(([theme, list]) => `\n## ${theme}\n\n${table(list)}`)
  .join('\n')}
`
}

/** The formatter pads the cells of a table. */
export function withoutPadding(text: string): string {
  return text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---')
}

function table(list: Behaviour[]): string {
  const rows = list.map((behaviour) => {
    const { name, original, here = original, where } = behaviour
    const place = where === 'no page' ? ' (Node)' : ''
    return [`${name}${place}`, original, here, verdictOf(behaviour)]
  })
  return [['What happens', 'Original', 'Here', ''], ['---', '---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')
}

function verdictOf({ verdict }: Behaviour): string {
  return verdict ?? 'same'
}

if (import.meta.main) writeFileSync(pageFile, page())
