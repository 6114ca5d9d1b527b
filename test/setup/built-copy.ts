import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject, onTestFinished } from 'vitest'
import { root } from './readme-snippets.ts'

/** The package, as `test/setup/build.ts` has built it, and the examples: for what they write themselves. */
export function builtCopy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const name of ['package.json', 'tsconfig.json', 'examples']) {
    cpSync(join(root, name), join(folder, name), {
      recursive: true,
      // What recipes have installed is theirs, and large.
      filter: (path) => !path.endsWith('node_modules'),
    })
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  cpSync(join(inject('built'), 'dist'), join(folder, 'dist'), { recursive: true })
  return folder
}
