import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'

const folder = join(inject('consumer'), 'node_modules', 'millrace')
const files = globSync('**', { cwd: folder, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
const manifest: Record<string, unknown> = JSON.parse(
  readFileSync(join(folder, 'package.json'), 'utf8'),
)

test('what is published is what was built, and the papers', () => {
  const papers = files
    .map((file) => file.slice(folder.length + 1))
    .filter((file) => !file.startsWith('dist/'))
  expect(papers.toSorted()).toEqual(['LICENSE', 'README.md', 'package.json'])
})

test('every path in exports leads to a file', () => {
  const paths = JSON.stringify(manifest['exports']).match(/"\.\/[^"]*\.[^"]*"/g) ?? []
  expect(paths.length).toBeGreaterThan(8)
  expect(
    paths.map((path) => join(folder, JSON.parse(path))).filter((path) => !existsSync(path)),
  ).toEqual([])
})

test('nothing else is installed with it', () => {
  expect(manifest).not.toHaveProperty('dependencies')
  expect(manifest).not.toHaveProperty('optionalDependencies')
})

test('source maps carry the sources, by relative paths', () => {
  const maps = files
    .filter((file) => file.endsWith('.map'))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')))
  expect(maps.length).toBeGreaterThan(0)
  for (const map of maps) {
    expect(map.sourcesContent ?? []).toHaveLength(map.sources.length)
    for (const source of map.sources) expect(source).toMatch(/^\.\.\/src\//)
  }
})
