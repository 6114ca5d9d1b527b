import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('each line of the list in SECURITY.md has a test of its name', () => {
  const list = readFileSync(join(import.meta.dirname, '../../SECURITY.md'), 'utf8')
  const lines = Array.from(list.matchAll(/^- \*\*(.+?)\*\*/gm), ([, name]) => name)
  const tests = globSync('*.test.ts', { cwd: import.meta.dirname })
    .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
    .flatMap((text) => Array.from(text.matchAll(/^describe\('(.+?)'/gm), ([, name]) => name))
  expect(lines.length).toBeGreaterThan(20)
  expect(new Set(tests)).toEqual(new Set(lines))
})
