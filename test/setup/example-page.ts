import { chromium, type Page } from 'playwright'
import { onTestFinished } from 'vitest'
import { chromiumArgs, findChromium } from './chromium.ts'
import { startExample } from './start-example.ts'

/** A page that an example serves, and what it said on the console. */
export interface ExamplePage {
  page: Page
  /** Errors and warnings, and exceptions that no one caught. */
  complaints: string[]
  /** `status method path` of all responses. */
  responses: string[]
}

/** Starts an example, and opens its page. */
export async function openExample(name: string, ...args: string[]): Promise<ExamplePage> {
  return openPage((await startExample(name, ...args)).url)
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
