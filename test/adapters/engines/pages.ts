import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Bundle } from '../../runtimes/bundle.ts'
import { svelteCompiler } from './svelte-compiler.ts'

/** What a browser's page needs: the suite with all frameworks in it, and what starts it. */
export async function bundlePages(): Promise<Bundle> {
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
    plugins: [svelteCompiler],
    conditions: ['development', 'module'],
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
