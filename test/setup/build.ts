import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder with a build of the package, so that no one else's is in the way: `inject('built')`. */
    built: string
  }
}

export default function setup(project: TestProject): () => void {
  const built = mkdtempSync(join(tmpdir(), 'millrace-'))
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const tsup = ['--no-dts', '--silent', '--out-dir', join(built, 'dist')]
  execFileSync(join(root, 'node_modules/.bin/tsup'), tsup, { cwd: root, stdio: 'inherit' })
  project.provide('built', built)
  return () => rmSync(built, { recursive: true })
}
