import { readFile } from 'node:fs/promises'
import type { Plugin } from 'esbuild'
import { compile } from 'svelte/compiler'

/** Compiles what is imported of `.svelte` files. */
export const svelteCompiler: Plugin = {
  name: 'svelte',
  setup({ onLoad }) {
    onLoad({ filter: /\.svelte$/ }, async ({ path }) => {
      const { js, warnings } = compile(await readFile(path, 'utf8'), { filename: path, dev: true })
      return { contents: js.code, warnings: warnings.map(({ message }) => ({ text: message })) }
    })
  },
}
