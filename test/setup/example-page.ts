import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright'
import { onTestFinished } from 'vitest'
import { builtCopy } from './built-copy.ts'
import { chromiumArgs, findChromium } from './chromium.ts'

/** A page that an example serves, and what it said on the console. */
export interface ExamplePage {
  page: Page
  /** Errors and warnings, and exceptions that no one caught. */
  complaints: string[]
  /** `status method path` of all responses. */
  responses: string[]
}

/** Builds and starts an example, as its README says. Returns where it is served, and the folder it is in. */
export async function startExample(name: string): Promise<{ url: string; folder: string }> {
  const cwd = await builtCopy()
  const server = spawn(process.execPath, [`examples/${name}/start.ts`], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void server.kill())
  const exit = once(server, 'exit').then(() => Promise.reject(new Error(`${name} did not start`)))
  const line = once(server.stdout.setEncoding('utf8'), 'data')
  const [url] = (await Promise.race([line, exit])) as [string]
  exit.catch(() => {})
  return { url: url.trim(), folder: join(cwd, 'examples', name) }
}

/** Starts an example, and opens its page. */
export async function openExample(name: string): Promise<ExamplePage> {
  return openPage((await startExample(name)).url)
}

/** Opens a page, and notes what it says and asks for. */
export async function openPage(url: string): Promise<ExamplePage> {
  const browser = await chromium.launch({ executablePath: findChromium()!, args: chromiumArgs })
  onTestFinished(() => browser.close())
  // Of which a test may open more pages; its certificate, where it has one, is its own.
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const page = await context.newPage()
  const complaints: string[] = []
  const responses: string[] = []
  page.on('pageerror', ({ message }) => complaints.push(message))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    responses.push(`${response.status()} ${response.request().method()} ${pathname}`)
  })
  await page.goto(url)
  return { page, complaints, responses }
}
