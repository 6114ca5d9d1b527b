import { defineConfig } from 'tsup'

export default defineConfig({
  // Each entry is an entry of `exports` in package.json; what two of them share is built once, into a chunk.
  entry: ['src/index.ts', 'src/parser.ts'],
  format: ['esm', 'cjs'],
  target: 'es2022',
  // The same files run in browsers, workers, Node, Deno and Bun.
  platform: 'neutral',
  tsconfig: 'src/tsconfig.json',
  // The declarations name Symbol.dispose and asyncDispose, which a project's own `lib` may lack.
  dts: { banner: '/// <reference lib="esnext.disposable" />' },
  sourcemap: true,
  splitting: true,
  // By Rollup: without it the CommonJS files would be rewritten in an older syntax, and a tenth longer.
  treeshake: true,
  clean: true,
})
