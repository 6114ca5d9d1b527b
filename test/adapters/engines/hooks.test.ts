// @vitest-environment node
// The hooks in the three engines, each in a browser as its system has it, with the server in a process of its own.
import { expect, test } from 'vitest'
import { browsers } from '../../runtimes/browsers.ts'
import type { PlaceReport } from '../../runtimes/reception.ts'
import { startServer } from '../../setup/server.ts'
import { hookCases } from './cases.ts'
import { hasDisplay, runInBackground } from './background-tab.ts'
import { hiddenCases } from './hidden-cases.ts'
import { bundlePages } from './pages.ts'

const FRAMEWORKS = 6
/** Twice as long as cases take that hang. */
const timeout = FRAMEWORKS * 40_000
const pages = bundlePages()

// `test/run.ts` names a browser that is missing, which is a failure under CI.
test.for(browsers)(
  'the hooks keep their promises in $name',
  { timeout },
  async (browser, { skip }) => {
    skip(!browser.isInstalled(), `for want of ${browser.name}: ${browser.get}`)
    const server = await startServer()
    const reports = await browser.run(await pages, server.url)
    await server.close()
    expectAllPassed(reports.get(`${browser.name}, window`)!, hookCases)
  },
)

test.for(browsers)(
  'the hooks keep their promises in a tab of $name that is hidden',
  { timeout },
  async (browser, { skip }) => {
    skip(!browser.isInstalled(), `for want of ${browser.name}: ${browser.get}`)
    skip(!hasDisplay, 'for want of a display: apt-get install xvfb xauth')
    const server = await startServer()
    const report = await runInBackground(browser.name, await pages, server.url)
    await server.close()
    expectAllPassed(report, hiddenCases)
  },
)

function expectAllPassed({ results, failure }: PlaceReport, cases: unknown[]): void {
  expect(failure).toBeUndefined()
  expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
  expect(results).toHaveLength(FRAMEWORKS * cases.length)
}
