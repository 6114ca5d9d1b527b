import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'
import { root } from './readme-snippets.ts'

/** The package and the examples, with a build of its own, so that no one else's is in the way. */
export async function builtCopy(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const name of ['package.json', 'tsconfig.json', 'examples']) {
    cpSync(join(root, name), join(folder, name), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const tsup = ['--no-dts', '--silent', '--out-dir', join(folder, 'dist')]
  await promisify(execFile)(join(root, 'node_modules/.bin/tsup'), tsup, { cwd: root })
  return folder
}
