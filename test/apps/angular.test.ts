// A real app of Angular, without zone.js, with the package as it is published: built by its builder, strictly, prerendered, served,
// and used.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { findChromium } from '../setup/chromium.ts'
import { buildApp } from './app.ts'
import { useSite } from './site.ts'

let site: string

beforeAll(async () => {
  const folder = await buildApp('angular', ['@angular/cli/bin/ng.js', 'build'])
  site = join(folder, 'build/browser')
}, 300_000)

// There is no server that `/feed` could lead to.
test('a page is prerendered without a connection', () => {
  const page = readFileSync(join(site, 'index.html'), 'utf8')
  expect(page).toContain('<output aria-busy="true">')
})

describe.runIf(findChromium())('in Chromium', () => {
  test('it takes the page over, and shows what comes; another input is another stream', () =>
    useSite(site))
})
