import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import * as esbuild from 'esbuild'
import { rollup } from 'rollup'
import * as vite from 'vite'
import webpack from 'webpack'

/** Builds the file for a page, as a bundler does when it is given no options. Returns the one script that it makes. */
export type Bundler = (file: string) => Promise<string>

export const bundlers: Record<string, Bundler> = {
  async esbuild(file) {
    const { outputFiles } = await esbuild.build({
      entryPoints: [file],
      bundle: true,
      minify: true,
      format: 'esm',
      write: false,
    })
    return outputFiles[0]!.text
  },

  async Rollup(file) {
    const bundle = await rollup({ input: file, plugins: [nodeResolve({ browser: true })] })
    const { output } = await bundle.generate({ compact: true })
    await bundle.close()
    return output[0].code
  },

  async Vite(file) {
    const built = await vite.build({
      root: join(file, '..'),
      configFile: false,
      logLevel: 'silent',
      build: { write: false, rolldownOptions: { input: file } },
    })
    const { output } = [built].flat()[0] as vite.Rolldown.RolldownOutput
    return output[0].code
  },

  async webpack(file) {
    const path = `${file}.webpack`
    const compiler = webpack({
      mode: 'production',
      entry: file,
      output: { path, filename: 'page.js' },
    })
    const stats = await new Promise<webpack.Stats | undefined>((resolve, reject) =>
      compiler.run((error, result) => (error ? reject(error) : resolve(result))),
    )
    if (stats?.hasErrors()) throw new Error(stats.toString())
    const code = readFileSync(join(path, 'page.js'), 'utf8')
    rmSync(path, { recursive: true })
    return code
  },
}
