// A real app of Solid by Vite, with the package as it is published: built, checked, served, and used.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { findChromium } from '../setup/chromium.ts'
import { buildApp } from './app.ts'
import { useSite } from './site.ts'

let folder: string

// Its types are checked, strictly.
beforeAll(async () => {
  folder = await buildApp('solid', ['vite/bin/vite.js', 'build'], ['typescript/bin/tsc'])
}, 300_000)

test('a server renders, and connects nothing', () => {
  const options = { cwd: folder, encoding: 'utf8', timeout: 30_000 } as const
  expect(execFileSync(process.execPath, ['src/server.js'], options)).toBe('connecting\n')
})

describe.runIf(findChromium())('in Chromium', () => {
  test('it shows what comes; another property is another stream', () =>
    useSite(join(folder, 'dist')))
})
