import { fileURLToPath } from 'node:url'
import { build, type BuildOptions } from 'esbuild'
import type { Bundle } from '../../runtimes/bundle.ts'
import { svelteCompiler } from './svelte-compiler.ts'

/** What a browser's page needs: the suite with all frameworks in it, and what starts it. */
export async function bundlePages(): Promise<Bundle> {
  const [suite, zone, page] = await Promise.all([
    bundle('./suite.ts', 'iife'),
    // zone.js does not see what native async functions do, so that Angular's command line compiles them to generators.
    bundle('./zone.ts', 'iife', { supported: { 'async-await': false } }),
    bundle('../../runtimes/page.ts', 'esm'),
  ])
  // Only other runtimes read modules from a folder.
  return { folder: '', module: '', script: `${zone};${suite}`, page, remove() {} }
}

async function bundle(
  path: string,
  format: 'esm' | 'iife',
  options: Pick<BuildOptions, 'supported'> = {},
): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(path, import.meta.url))],
    bundle: true,
    write: false,
    format,
    target: 'es2022',
    logLevel: 'warning',
    plugins: [svelteCompiler],
    conditions: ['development', 'module'],
    define: {
      'process.env.NODE_ENV': '"development"',
      // What Vue wants its bundler to say.
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    ...options,
  })
  return outputFiles[0]!.text
}
