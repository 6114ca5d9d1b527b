import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, inject, test } from 'vitest'
import { entries, entriesWithoutPeer } from './entries.ts'

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

test('every path in the manifest leads to a file', () => {
  const { exports, sideEffects, main, module, types, typesVersions, unpkg, jsdelivr } = manifest
  const named = [exports, sideEffects, main, module, types, typesVersions, unpkg, jsdelivr]
  const paths = JSON.stringify(named).match(/"\.\/[^"]*\.[^"]*"/g) ?? []
  expect(paths.length).toBeGreaterThan(20)
  expect(
    paths.map((path) => join(folder, JSON.parse(path))).filter((path) => !existsSync(path)),
  ).toEqual([])
})

test('React’s entry, and no other file, begins with the directive of a client component', () => {
  const marked = files
    .filter((file) => readFileSync(file, 'utf8').startsWith("'use client';\n"))
    .map((file) => basename(file))
  expect(marked.toSorted()).toEqual(['react.cjs', 'react.js'])
})

test('resolution that knows no exports finds the types of every entry, too', () => {
  const subpaths = entries.filter((entry) => entry !== 'millrace').map((entry) => basename(entry))
  expect(manifest['typesVersions']).toEqual({
    '*': Object.fromEntries(subpaths.map((name) => [name, [`./dist/${name}.d.ts`]])),
  })
})

test('nothing else is installed with it', () => {
  expect(manifest).not.toHaveProperty('dependencies')
  expect(manifest).not.toHaveProperty('optionalDependencies')
})

test('JSR gets the same version and entries, but those that need a package of npm', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const jsr = JSON.parse(readFileSync(join(root, 'jsr.json'), 'utf8'))
  const sources = entriesWithoutPeer.map((entry) => [
    entry.replace('millrace', '.'),
    `./src/${entry.slice('millrace/'.length) || 'index'}.ts`,
  ])
  expect(jsr).toMatchObject({ version: manifest['version'], license: manifest['license'] })
  expect(jsr.exports).toEqual(Object.fromEntries(sources))
})
