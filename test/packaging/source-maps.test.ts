import { globSync, readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'

const dist = join(inject('consumer'), 'node_modules', 'millrace', 'dist')
const scripts = globSync('*.{js,cjs}', { cwd: dist })

function mapOf(script: string) {
  return JSON.parse(readFileSync(join(dist, `${script}.map`), 'utf8'))
}

test.for(scripts)('%s has a map, which carries the sources, by relative paths', (script) => {
  const { sources, sourcesContent } = mapOf(script) as Record<string, string[] | undefined>
  const text = readFileSync(join(dist, script), 'utf8')
  const comments = text.split('\n').filter((line) => line.startsWith('//# sourceMappingURL='))
  expect(comments).toEqual([`//# sourceMappingURL=${script}.map`])
  expect(sourcesContent ?? []).toHaveLength(sources!.length)
  for (const source of sources!) expect(source).toMatch(/^\.\.\/src\//)
})

test.for([
  // In an ES module, in a CommonJS one, and in the script.
  { message: 'is not a valid URL', source: '../src/session/url.ts', count: 3 },
  // Below the directive.
  { message: 'useEffect(() =>', source: '../src/adapters/react.ts', count: 2 },
])('a map leads to the line of “$message”', ({ message, source, count }) => {
  const origins = scripts.map((script) => {
    const lines = readFileSync(join(dist, script), 'utf8').split('\n')
    const line = lines.findIndex((text) => text.includes(message))
    if (line === -1) return undefined
    const map = mapOf(script)
    const entry = new SourceMap(map).findEntry(line, lines[line]!.indexOf(message))
    if (!('originalSource' in entry)) return 'nowhere'
    const content = map.sourcesContent[map.sources.indexOf(entry.originalSource)] as string
    const isThere = content.split('\n')[entry.originalLine]?.includes(message)
    return isThere ? entry.originalSource : `line ${entry.originalLine} of ${entry.originalSource}`
  })
  const found = origins.filter((origin) => origin !== undefined)
  expect(found).toEqual(Array.from({ length: count }, () => source))
})
