// A real app of Next, App Router, with the package as it is published: built, started, and used.
import { join } from 'node:path'
import { beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { findChromium } from '../setup/chromium.ts'
import { openPage } from '../setup/example-page.ts'
import { startUpstream } from '../setup/upstream.ts'
import { buildApp, startApp } from './next-app.ts'

const millrace = join(inject('consumer'), 'node_modules/millrace')
const { fetchEvents } = (await import(
  join(millrace, 'dist/index.js')
)) as typeof import('../../src/index.ts')

async function start() {
  const upstream = await startUpstream()
  return { upstream, ...(await startApp(upstream.origin)) }
}

// What it prerenders is a test, too: a page whose server component hands the hook to a client component.
beforeAll(() => buildApp(millrace), 300_000)

describe.for([
  { runtime: 'node', route: '/feed' },
  { runtime: 'edge', route: '/edge' },
])('a route handler in the $runtime runtime', ({ route }) => {
  async function open() {
    const { upstream, origin } = await start()
    const lost: (string | undefined)[] = []
    const client = fetchEvents(origin + route, {
      reconnect: { delay: 1, maxDelay: 1 },
      trace: (record) => {
        if (record.type === 'lost') lost.push(record.error?.code)
      },
    })
    onTestFinished(() => client.close())
    return { upstream, client, lost }
  }

  test('answers at once, passes events on as they come, and leaves the upstream when the client leaves', async () => {
    const { upstream, client } = await open()
    const first = client.next()
    const feed = await upstream.next()
    await expect.poll(() => client.readyState).toBe(1)
    feed.send('id: 1\nevent: price\ndata: a\n\n')
    expect((await first).value).toMatchObject({ type: 'price', data: 'a', lastEventId: '1' })
    feed.send('data: b\n\n')
    expect((await client.next()).value).toMatchObject({ type: 'message', data: 'b' })

    const next = client.next()
    client.close()
    // The upstream says nothing more, and the heartbeat is a quarter of a minute.
    const left = performance.now()
    await feed.closed
    expect(performance.now() - left).toBeLessThan(10_000)
    expect((await next).done).toBe(true)
  })

  test('cuts the response where the upstream fails, and goes on from the last event ID', async () => {
    const { upstream, client, lost } = await open()
    const first = client.next()
    const feed = await upstream.next()
    feed.send('retry: 1\nid: 7\ndata: a\n\n')
    await first
    const second = client.next()
    feed.response.destroy()
    const refused = await upstream.next()
    expect(refused.request.headers['last-event-id']).toBe('7')
    refused.response.writeHead(404).end()
    // A new request of the client, which has the ID from the relay.
    const again = await upstream.next()
    expect(again.request.headers['last-event-id']).toBe('7')
    expect(lost).toEqual(['network'])
    again.send('data: b\n\n')
    expect((await second).value).toMatchObject({ data: 'b', lastEventId: '7' })
  })
})

describe('millrace/react', () => {
  test.for(['/', '/passed'])(
    '%s is rendered by the server, which connects nothing',
    async (path) => {
      const { upstream, origin } = await start()
      const page = await fetch(origin + path)
      expect(page.status).toBe(200)
      expect(await page.text()).toMatch(/<output[^>]*>nothing yet<\/output>/)
      expect(upstream.count).toBe(0)
    },
  )

  test('a server component that calls the hook is told what is wrong', async () => {
    const { origin, complaints } = await start()
    expect((await fetch(`${origin}/misuse`)).status).toBe(500)
    expect(await complaints()).toContain(
      'Attempted to call useEventSource() from the server but useEventSource is on the client',
    )
  })

  describe.runIf(findChromium())('in Chromium', () => {
    test.for(['/', '/passed'])('%s shows what comes', async (path) => {
      const { upstream, origin } = await start()
      const opened = openPage(origin + path)
      const feed = await upstream.next()
      const { page, complaints } = await opened
      feed.send('data: hello\n\n')
      await page.getByText('hello').waitFor()
      expect(complaints).toEqual([])
      await page.close()
      await feed.closed
    })
  })
})
