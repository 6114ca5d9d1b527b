import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder in which the package was built, so that no one else's build is in the way: `inject('dist')`. */
    dist: string
  }
}

export default function setup(project: TestProject): () => void {
  const dist = mkdtempSync(join(tmpdir(), 'millrace-'))
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const tsup = ['--no-dts', '--silent', '--out-dir', dist]
  execFileSync(join(root, 'node_modules/.bin/tsup'), tsup, { cwd: root, stdio: 'inherit' })
  project.provide('dist', dist)
  return () => rmSync(dist, { recursive: true })
}
