// The recipes of examples/works-with, over the real packages.
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { root } from '../setup/readme-snippets.ts'

const folder = join(root, 'examples/works-with')
const recipes = globSync(join(folder, '*.{ts,tsx}')).map((file) => basename(file))
const cases = globSync(join(import.meta.dirname, 'works-with/*.ts')).toSorted()

test('the index has each recipe, with what it shows', () => {
  const index = readFileSync(join(folder, 'README.md'), 'utf8')
  const listed = Array.from(index.matchAll(/^\| \[.*?\]\((.*?)\)/gm), ([, file]) => file!)
  expect(listed.toSorted()).toEqual(recipes.toSorted())
  for (const file of recipes) expect(readFileSync(join(folder, file), 'utf8')).toMatch(/^\/\/ /)
})

test('each recipe is run', () => {
  const files = [...cases, ...globSync(join(folder, 'servers/*.ts'))]
  const tests = files.map((file) => readFileSync(file, 'utf8')).join('')
  const imported = Array.from(tests.matchAll(/\/([\w-]+\.tsx?)'/g), ([, name]) => name)
  expect(imported).toEqual(expect.arrayContaining(recipes))
})

// They import what is installed by now, or has been named as missing.
if (inject('areExamplesInstalled')) for (const file of cases) await import(file)
