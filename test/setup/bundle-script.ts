import { build } from 'esbuild'

/** A script of one file, for a page or a process, of this code and what it imports from `folder`. */
export async function bundleScript(contents: string, folder: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
    tsconfigRaw: '{}',
  })
  return outputFiles[0]!.text
}
