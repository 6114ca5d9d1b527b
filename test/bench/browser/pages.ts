import { join } from 'node:path'
import { build } from 'esbuild'
import { chromium, type Page } from 'playwright'
import { findChromium } from '../../setup/chromium.ts'
import { withServer } from '../server-process.ts'
import type { Measure } from './page.ts'

/** Runs `work` with a page of Chromium for each name, or one for all, and the origin of their server; `undefined` if there is no Chromium. */
export async function withPages<Result>(
  names: string[],
  work: (
    ask: Measure,
    origin: string,
    reload: (name: string) => Promise<unknown>,
  ) => Promise<Result>,
  isShared = false,
): Promise<Result | undefined> {
  const executablePath = findChromium()
  if (executablePath === undefined) {
    console.log('skipped, for want of chromium: CHROMIUM=path says where it is')
    return undefined
  }
  return withServer(
    async (origin) => {
      const browser = await chromium.launch({
        executablePath,
        args: ['--no-sandbox', '--disable-gpu'],
      })
      try {
        const pages = new Map<string, Page>()
        for (const name of names) {
          const shared = isShared && pages.values().next().value
          if (shared) {
            pages.set(name, shared)
            continue
          }
          // Each in a context of its own, and so in a process of its own.
          const page = await (await browser.newContext()).newPage()
          await page.goto(origin)
          pages.set(name, page)
        }
        return await work(
          (...args) => pages.get(args[0])!.evaluate((args) => globalThis.measure(...args), args),
          origin,
          (name) => pages.get(name)!.reload(),
        )
      } finally {
        await browser.close()
      }
    },
    await script(),
  )
}

async function script(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'page.ts')],
    bundle: true,
    format: 'iife',
    target: 'es2022',
    write: false,
  })
  return outputFiles[0]!.text
}

declare global {
  var measure: Measure
}
