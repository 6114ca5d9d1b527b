import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { chromium, type Page } from 'playwright'
import { beforeAll, expect, test } from 'vitest'
import { chromiumArgs, findChromium } from '../setup/chromium.ts'

const examples = join(import.meta.dirname, '../../examples')
const withPage = readdirSync(examples).filter((name) =>
  existsSync(join(examples, name, 'index.html')),
)

let page: Page
beforeAll(async () => {
  const browser = await chromium.launch({ executablePath: findChromium()!, args: chromiumArgs })
  page = await browser.newPage({ viewport: { width: 360, height: 700 } })
  return () => browser.close()
})

/** A page as it is before its script has done anything, with its style sheet in it. */
async function read(name: string): Promise<string> {
  const html = readFileSync(join(examples, name, 'index.html'), 'utf8')
  const link = /<link rel="stylesheet" href="\/(.*?)" \/>/
  const sheet = join(examples, name, link.exec(html)![1]!)
  const { outputFiles } = await build({ entryPoints: [sheet], bundle: true, write: false })
  return html
    .replace(link, () => `<style>${outputFiles[0]!.text}</style>`)
    .replace(/<script.*<\/script>/, '')
}

test.for(withPage)('%s fits into a narrow window, light and dark', async (name) => {
  await page.setContent(await read(name))
  for (const [colorScheme, ground] of [
    ['light', 'rgb(246, 247, 249)'],
    ['dark', 'rgb(20, 23, 28)'],
  ] as const) {
    await page.emulateMedia({ colorScheme })
    const seen = await page.evaluate(() => {
      const root = document.documentElement
      return { width: root.scrollWidth, ground: getComputedStyle(root).backgroundColor }
    })
    expect(seen).toEqual({ width: 360, ground })
  }
})
