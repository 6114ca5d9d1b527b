import { build, type BuildOptions } from 'esbuild'
import type { RequestListener } from 'node:http'
import { chromium, type Browser, type Page } from 'playwright'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { chromiumArgs, findChromium } from '../setup/chromium.ts'
import { listen } from '../setup/listen.ts'

let browser: Browser | undefined

/** One browser for the tests of a file. */
export function shareBrowser(): void {
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: findChromium()!, args: chromiumArgs })
  }, 60_000)
  afterAll(() => browser?.close())
}

/** Opens a page with a module, which finds `show(line)` as a global, at the origin of a server. */
export async function openModule(
  code: string,
  resolveDir: string,
  server: RequestListener,
  show: (line: string) => void = () => {},
  options: Pick<BuildOptions, 'supported'> = {},
): Promise<Page> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir },
    bundle: true,
    format: 'esm',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    write: false,
    logLevel: 'error',
    // Not the repository's, which leads to the sources.
    tsconfigRaw: '{}',
    ...options,
  })
  const script = outputFiles[0]!.text
  const origin = await listen((request, response) => {
    if (request.url === '/favicon.ico') response.writeHead(204).end()
    else if (request.url !== '/') server(request, response)
    else
      response
        .setHeader('content-type', 'text/html')
        .end(`<script type="module">${script}</script>`)
  })
  const page = await browser!.newPage()
  onTestFinished(() => page.close())
  await page.exposeFunction('show', show)
  await page.goto(origin)
  return page
}
