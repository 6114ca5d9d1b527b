// A real app of SvelteKit, with the package as it is published: built, checked, started, and used.
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { findChromium } from '../setup/chromium.ts'
import { openPage } from '../setup/example-page.ts'
import { startUpstream } from '../setup/upstream.ts'
import { buildApp, startServer } from './app.ts'

let folder: string

// Its types are checked, strictly, by its own checker.
beforeAll(async () => {
  folder = await buildApp(
    'svelte',
    ['vite/bin/vite.js', 'build'],
    ['svelte-check/bin/svelte-check', '--fail-on-warnings'],
  )
}, 300_000)

async function start() {
  const upstream = await startUpstream()
  return { upstream, origin: await startServer(join(folder, 'build/index.js'), upstream.origin) }
}

test('a page is rendered by the server, which connects nothing', async () => {
  const { upstream, origin } = await start()
  const page = await (await fetch(origin)).text()
  expect(page).toContain('<output aria-busy="true"></output>')
  expect(upstream.count).toBe(0)
})

describe.runIf(findChromium())('in Chromium', () => {
  test('it shows what comes, through a route that passes it on; another property is another stream', async () => {
    const { upstream, origin } = await start()
    const { page, complaints } = await openPage(origin)
    const first = await upstream.next()
    expect(first.request.url).toBe('/a')
    first.send('data: 1\n\ndata: 2\n\n')
    await page.getByText('1 2').waitFor()
    await page.getByRole('button').click()
    await first.closed
    const second = await upstream.next()
    expect(second.request.url).toBe('/b')
    second.send('data: 3\n\n')
    await page.getByText('3', { exact: true }).waitFor()
    expect(complaints).toEqual([])
    await page.close()
    await second.closed
  })
})
