// The examples in the engines that no driver is here for: a script in the page uses them.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { browsers } from '../runtimes/browsers.ts'
import type { Bundle } from '../runtimes/bundle.ts'
import { placesOf } from '../runtimes/runtime.ts'
import { startExample } from '../setup/start-example.ts'

const engines = browsers.filter(({ name }) => name !== 'Chromium')
const examples = ['react-chat', 'vue-dashboard', 'playground']

// `test/run.ts` names a browser that is missing, which is a failure under CI.
test.for(engines.flatMap((browser) => examples.map((example) => ({ browser, example }))))(
  '$example works in $browser.name',
  async ({ browser, example }, { skip }) => {
    skip(!browser.isInstalled(), `for want of ${browser.name}: ${browser.get}`)
    const { url, folder } = await startExample(example)
    await addDrivenPage(folder, example)
    const reports = await browser.run(leadTo(`${url}/driven.html`, placesOf(browser)), '')
    const { results, failure } = reports.get(`${browser.name}, window`)!
    expect(failure).toBeUndefined()
    expect(results).toMatchObject([{ outcome: 'passed' }])
  },
)

/** The page of the example, with what uses it before all its scripts. */
async function addDrivenPage(folder: string, example: string): Promise<void> {
  const script = fileURLToPath(new URL(`engines/${example}.ts`, import.meta.url))
  const outfile = join(folder, 'dist', 'driver.js')
  await build({ entryPoints: [script], outfile, bundle: true, target: 'es2022' })
  const page = readFileSync(join(folder, 'dist', 'index.html'), 'utf8')
  const driven = page.replace('<head>', '<head><script src="/driver.js"></script>')
  writeFileSync(join(folder, 'dist', 'driven.html'), driven)
}

/** In place of a suite: what leads from the runner's page to that of an example. */
function leadTo(url: string, places: string[]): Bundle {
  const query = new URLSearchParams(places.map((place) => ['place', place]))
  const script = `globalThis.runSuite = ({ reports }) => new Promise(() =>
    location.replace(${JSON.stringify(`${url}?${query}&reports=`)} + encodeURIComponent(reports)))`
  const page = `runSuite(assignments.window)`
  return { folder: '', module: '', script, page, remove() {} }
}
