import { type Browser, chromium } from 'playwright'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { findChromium } from '../setup/chromium.ts'
import { eventStream, listen } from '../setup/listen.ts'

/** Without Chromium these tests cannot run; `npm test` says so, and refuses it under CI. */
export const executablePath: string | undefined = findChromium()

/** What the stream at `/events` holds, again and again. */
export const streamed = ['one', 'two']

let browser: Browser

/** Starts one Chromium for the tests of a file, if there is one. */
export function useChromium(): void {
  if (executablePath === undefined) return
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ['--disable-gpu', '--disable-quic'] })
  })
  afterAll(() => browser.close())
}

/** Opens a page of that HTML, served beside the files and an event stream; what its scripts leave in `globalThis.result`. */
export async function resultOf(html: string, files: Record<string, string>): Promise<unknown> {
  const origin = await listen(({ url }, response) => {
    const file = files[url!.slice(1)]
    if (url === '/') response.setHeader('content-type', 'text/html').end(html)
    else if (url === '/events')
      response.writeHead(200, eventStream).end(streamed.map((data) => `data: ${data}\n\n`).join(''))
    else if (file !== undefined) response.setHeader('content-type', 'text/javascript').end(file)
    else response.writeHead(404).end()
  })
  const page = await browser.newPage()
  onTestFinished(() => page.close())
  const crashed = new Promise<Error>((resolve) => page.once('pageerror', resolve))
  await page.goto(origin)
  const result = page.waitForFunction('globalThis.result')
  const first = await Promise.race([result, crashed])
  if (first instanceof Error) throw first
  return await first.jsonValue()
}
