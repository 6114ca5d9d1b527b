import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from '../../setup/readme-snippets.ts'

/** The module that README.md shows, with the sources for `millrace`, and all that it imports. */
export async function bundled(name: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, name)],
    bundle: true,
    format: 'esm',
    write: false,
    alias: {
      'millrace/format': join(root, 'src/format.ts'),
      millrace: join(root, 'src/index.ts'),
    },
  })
  return outputFiles[0]!.text
}
