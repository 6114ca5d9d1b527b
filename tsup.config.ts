import { readFileSync, writeFileSync } from 'node:fs'
import { defineConfig, type Options } from 'tsup'

/**
 * Marks millrace/react as what React runs in the client, so that a server component may import it. When all is written, as
 * Rollup drops the directive, and what is put before its turn; the maps move down by the line.
 */
const useClient: NonNullable<Options['plugins']>[number] = {
  name: 'use-client',
  buildEnd({ writtenFiles }) {
    for (const { name } of writtenFiles) {
      if (!/\breact\.c?js$/.test(name)) continue
      writeFileSync(name, `'use client';\n${readFileSync(name, 'utf8')}`)
      const map = JSON.parse(readFileSync(`${name}.map`, 'utf8'))
      writeFileSync(`${name}.map`, JSON.stringify({ ...map, mappings: `;${map.mappings}` }))
    }
  },
}

/** Rollup names the map at the end of a file, and tsup does it once more: once is enough. */
const oneMapComment: NonNullable<Options['plugins']>[number] = {
  name: 'one-map-comment',
  buildEnd({ writtenFiles }) {
    for (const { name } of writtenFiles) {
      if (!/\.c?js$/.test(name)) continue
      const text = readFileSync(name, 'utf8')
      writeFileSync(name, text.replace(/\n(\/\/# sourceMappingURL=\S+)\s+\1\s*$/, '\n$1\n'))
    }
  },
}

const common: Options = {
  target: 'es2022',
  // The same files run in browsers, workers, Node, Deno and Bun.
  platform: 'neutral',
  tsconfig: 'src/tsconfig.json',
  sourcemap: true,
  // By Rollup: without it the CommonJS files would be rewritten in an older syntax, and a tenth longer.
  treeshake: true,
  plugins: [oneMapComment],
}

const modules: Options = {
  ...common,
  // Each entry is an entry of `exports` in package.json; what two of them share is built once, into a chunk.
  entry: [
    'src/index.ts',
    'src/parser.ts',
    'src/polyfill.ts',
    'src/react.ts',
    'src/vue.ts',
    'src/format.ts',
    'src/shared.ts',
    'src/store.ts',
    'src/svelte.ts',
    'src/angular.ts',
    'src/solid.ts',
    'src/xhr.ts',
    'src/fetch-event-source.ts',
    'src/testing.ts',
  ],
  format: ['esm', 'cjs'],
  // The declarations name Symbol.dispose and asyncDispose, which a project's own `lib` may lack.
  dts: { banner: '/// <reference lib="esnext.disposable" />' },
  splitting: true,
  plugins: [oneMapComment, useClient],
  // The builds run at once: what another one writes is not for this one to delete.
  clean: ['!millrace.global.*', '!cli/**'],
}

/** `globalThis.millrace`, for a plain `<script>`: dist/millrace.global.js. */
const script: Options = {
  ...common,
  entry: { millrace: 'src/index.ts' },
  format: 'iife',
  globalName: 'millrace',
  minify: true,
}

/** `npx millrace`, with so much of the library as it needs, in pieces that are loaded when they are. */
const program: Options = {
  ...common,
  platform: 'node',
  entry: { main: 'src/cli/main.ts' },
  outDir: 'dist/cli',
  define: {
    MILLRACE_VERSION: JSON.stringify(JSON.parse(readFileSync('package.json', 'utf8')).version),
  },
  format: 'esm',
  minify: true,
  clean: true,
}

export default defineConfig([modules, script, program])
