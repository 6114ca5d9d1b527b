// Chromium behind Debian's nginx: how many streams one origin may have at once.
import { build } from 'esbuild'
import { chromium, type Page } from 'playwright'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { certificate } from '../../examples/certificate.ts'
import { startNginx } from '../../examples/nginx.ts'
import { nginx, openssl } from '../../examples/tools.ts'
import { findChromium } from '../setup/chromium.ts'
import { TestServerClient } from '../setup/client.ts'
import { startServer } from '../setup/server.ts'

const testServer = await startServer()
const server = await TestServerClient.connect(testServer.url)
afterAll(() => testServer.close())

// Tells the page which connection an answer came over.
const directives = 'proxy_buffering off; add_header X-Connection $connection;'

const streams = 7

/** What the page has under way. */
interface Opened {
  sources: { close(): void }[]
  connections: string[]
  data: string[]
}

/** A page at that origin, with seven sources that were asked for. */
async function openPage(
  origin: string,
): Promise<{ page: Page; opened: (count: number) => Promise<Opened> }> {
  const executablePath = findChromium()!
  const browser = await chromium.launch({
    executablePath,
    args: ['--disable-gpu', '--disable-quic'],
  })
  onTestFinished(() => browser.close())
  const page = await browser.newPage({ ignoreHTTPSErrors: true })
  await page.goto(`${origin}/page`)
  const script = await build({
    entryPoints: ['src/index.ts'],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'millrace',
  })
  await page.addScriptTag({ content: script.outputFiles[0]!.text })
  const urls = Array.from({ length: streams }, (_, index) =>
    server.endpoint().url('events', { stream: `data: ${index}\n\n` }, origin),
  )
  await page.evaluate((urls) => {
    const { FetchEventSource } = (
      globalThis as never as { millrace: typeof import('../../src/index.ts') }
    ).millrace
    const opened = { sources: [] as unknown[], connections: [] as unknown[], data: [] as string[] }
    const noting = async (url: string, init: object) => {
      const response = await fetch(url, init)
      opened.connections.push(response.headers.get('x-connection'))
      return response
    }
    for (const url of urls) {
      const source = new FetchEventSource(url, { fetch: noting })
      source.onmessage = ({ data }) => opened.data.push(data)
      opened.sources.push(source)
    }
    Object.assign(globalThis, { opened })
  }, urls)
  const opened = async (count: number) => {
    const all = await page.waitForFunction((count) => {
      const { opened } = globalThis as never as { opened: Opened }
      return opened.data.length === count && opened
    }, count)
    const { connections, data } = (await all.jsonValue()) as Opened
    return { sources: [], connections, data }
  }
  return { page, opened }
}

// Without these tests cannot run; `npm test` says so, and refuses it under CI.
describe.runIf(nginx.find() && openssl.find() && findChromium())('seven streams at once', () => {
  test('share one connection of HTTP/2', async () => {
    const proxy = await startNginx(server.origin, directives, {
      listen: 'ssl http2',
      files: { 'both.pem': certificate() },
    })
    onTestFinished(() => proxy.close())
    const { opened } = await openPage(proxy.origin)
    const { connections, data } = await opened(streams)
    expect(data.toSorted()).toEqual(['0', '1', '2', '3', '4', '5', '6'])
    expect(new Set(connections).size).toBe(1)
  })

  test('are one too many for HTTP/1.1: the last waits until another is closed', async () => {
    const proxy = await startNginx(server.origin, directives)
    onTestFinished(() => proxy.close())
    const { page, opened } = await openPage(proxy.origin)
    const { connections } = await opened(streams - 1)
    expect(new Set(connections).size).toBe(streams - 1)
    await page.evaluate(() =>
      (globalThis as never as { opened: Opened }).opened.sources[0]!.close(),
    )
    await opened(streams)
  })
})
