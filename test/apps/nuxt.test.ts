// A real app of Nuxt, with the package as it is published: built, started, and used.
import { join } from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { findChromium } from '../setup/chromium.ts'
import { openPage } from '../setup/example-page.ts'
import { startUpstream } from '../setup/upstream.ts'
import { buildApp, millrace, startServer } from './app.ts'

const { fetchEvents } = (await import(
  join(millrace, 'dist/index.js')
)) as typeof import('../../src/index.ts')

let server: string

beforeAll(async () => {
  const folder = await buildApp('nuxt', ['nuxt/bin/nuxt.mjs', 'build'])
  server = join(folder, '.output/server/index.mjs')
}, 300_000)

async function start() {
  const upstream = await startUpstream()
  return { upstream, origin: await startServer(server, upstream.origin) }
}

test('a page is rendered by the server, which connects nothing', async () => {
  const { upstream, origin } = await start()
  expect(await (await fetch(origin)).text()).toContain('nothing yet</output>')
  expect(upstream.count).toBe(0)
})

test('a route passes events on as they come, and leaves the upstream when the client leaves', async () => {
  const { upstream, origin } = await start()
  const client = fetchEvents(`${origin}/feed`, { lastEventId: '6' })
  onTestFinished(() => client.close())
  const first = client.next()
  const feed = await upstream.next()
  expect(feed.request.headers['last-event-id']).toBe('6')
  feed.send('id: 7\nevent: price\ndata: a\n\n')
  expect((await first).value).toMatchObject({ type: 'price', data: 'a', lastEventId: '7' })
  client.close()
  await feed.closed
})

describe.runIf(findChromium())('in Chromium', () => {
  test('the page shows what comes', async () => {
    const { upstream, origin } = await start()
    const { page, complaints } = await openPage(origin)
    const feed = await upstream.next()
    feed.send('data: hello\n\n')
    await page.getByText('hello').waitFor()
    expect(complaints).toEqual([])
    await page.close()
    await feed.closed
  })
})
