import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { expect, inject, test } from 'vitest'

const core = `export { FetchEventSource } from 'millrace'\n`

/** What a page downloads for this code, but for the framework itself. */
async function size(code: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: inject('consumer') },
    external: ['react', 'vue'],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  })
  return gzipSync(outputFiles[0]!.contents).length
}

test.for(['millrace/react', 'millrace/vue'])(
  '%s is at most 1.4 kB on top of the core',
  async (entry) => {
    const both = await size(`${core}export { useEventSource } from '${entry}'`)
    expect(both - (await size(core))).toBeLessThanOrEqual(1400)
  },
)
