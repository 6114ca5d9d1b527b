// @vitest-environment node
// The hooks in the three engines, each in a browser as its system has it, with the server in a process of its own.
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { browsers } from '../../runtimes/browsers.ts'
import type { Bundle } from '../../runtimes/bundle.ts'
import { startServer } from '../../setup/server.ts'
import { hookCases } from './cases.ts'

const FRAMEWORKS = 2

// `test/run.ts` names a browser that is missing, which is a failure under CI.
test.for(browsers)(
  'the hooks keep their promises in $name',
  { timeout: 120_000 },
  async (browser, { skip }) => {
    skip(!browser.isInstalled(), `for want of ${browser.name}: ${browser.get}`)
    const server = await startServer()
    const reports = await browser.run(await pages, server.url)
    await server.close()
    const { results, failure } = reports.get(`${browser.name}, window`)!
    expect(failure).toBeUndefined()
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
    expect(results).toHaveLength(FRAMEWORKS * hookCases.length)
  },
)

const pages = bundlePages()

/** What a browser's page needs: the suite with both frameworks in it, and what starts it. */
async function bundlePages(): Promise<Bundle> {
  const [script, page] = await Promise.all([
    bundle('./suite.ts', 'iife'),
    bundle('../../runtimes/page.ts', 'esm'),
  ])
  // Only other runtimes read modules from a folder.
  return { folder: '', module: '', script, page, remove() {} }
}

async function bundle(path: string, format: 'esm' | 'iife'): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(path, import.meta.url))],
    bundle: true,
    write: false,
    format,
    target: 'es2022',
    logLevel: 'warning',
    define: {
      'process.env.NODE_ENV': '"development"',
      // What Vue wants its bundler to say.
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
  })
  return outputFiles[0]!.text
}
