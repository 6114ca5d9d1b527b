// A service worker that answers its page with a stream which it reads itself.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, inject, onTestFinished, test } from 'vitest'
import { openPage } from '../setup/example-page.ts'
import { startUpstream } from '../setup/upstream.ts'

const worker = `
  import { fetchEvents } from 'millrace'
  import { toEventStream } from 'millrace/format'

  addEventListener('install', () => skipWaiting())
  addEventListener('activate', (event) => event.waitUntil(clients.claim()))
  addEventListener('fetch', (event) => {
    if (new URL(event.request.url).pathname !== '/numbers') return
    const body = toEventStream(async function* (signal) {
      for await (const { data, lastEventId } of fetchEvents('/feed', { signal, reconnect: { delay: 1 } }))
        yield { data: Number(data) * 2, lastEventId }
    })
    event.respondWith(new Response(body, { headers: { 'content-type': 'text/event-stream' } }))
  })
`

const page = `
  import { FetchEventSource } from 'millrace'

  await navigator.serviceWorker.register('/worker.js')
  await navigator.serviceWorker.ready
  if (!navigator.serviceWorker.controller)
    await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve))
  globalThis.seen = []
  globalThis.source = new FetchEventSource('/numbers')
  source.onmessage = ({ data, lastEventId }) => seen.push(lastEventId + ':' + data)
`

test('the page gets it as it comes, through a cut that the worker resumes; leaving it ends the upstream', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const bundled = async (name: string, contents: string): Promise<void> => {
    const options = { bundle: true, format: 'esm', logLevel: 'error' } as const
    const stdin = { contents, resolveDir: inject('consumer') }
    await build({ ...options, stdin, outfile: join(folder, name) })
  }
  await Promise.all([bundled('worker.js', worker), bundled('page.js', page)])
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>',
  )

  const upstream = await startUpstream(folder)
  const { page: tab, complaints } = await openPage(upstream.origin)
  const seen = () => tab.evaluate(() => (globalThis as { seen?: string[] }).seen)

  const first = await upstream.next()
  first.send('id: 1\ndata: 1\n\n')
  await expect.poll(seen).toEqual(['1:2'])
  first.response.destroy()
  const second = await upstream.next()
  expect(second.request.headers['last-event-id']).toBe('1')
  second.send('id: 2\ndata: 2\n\n')
  await expect.poll(seen).toEqual(['1:2', '2:4'])

  await tab.evaluate(() => (globalThis as unknown as { source: { close(): void } }).source.close())
  await second.closed
  expect(complaints.filter((line) => !line.includes('ERR_'))).toEqual([])
})
