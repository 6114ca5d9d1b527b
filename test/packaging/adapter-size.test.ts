import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { expect, inject, test } from 'vitest'

const core = `export { FetchEventSource } from 'millrace'\n`

/** What a page downloads for this code, but for the framework itself. */
async function size(code: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: inject('consumer') },
    external: ['react', 'vue', 'svelte', 'svelte/*', '@angular/core', 'solid-js'],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  })
  return gzipSync(outputFiles[0]!.contents).length
}

const hook = (entry: string) => `export { useEventSource } from '${entry}'\n`
const store = `export { createEventStore } from 'millrace/store'\n`

test('millrace/store is at most 1.3 kB on top of the core', async () => {
  expect((await size(core + store)) - (await size(core))).toBeLessThanOrEqual(1300)
})

test.for([
  { entry: 'millrace/react', limit: 200 },
  { entry: 'millrace/vue', limit: 350 },
  { entry: 'millrace/svelte', limit: 700 },
  { entry: 'millrace/angular', limit: 700 },
  { entry: 'millrace/solid', limit: 700 },
])('$entry is at most $limit bytes on top of the store', async ({ entry, limit }) => {
  expect((await size(store + hook(entry))) - (await size(store))).toBeLessThanOrEqual(limit)
})
