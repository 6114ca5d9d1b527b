import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder whose `node_modules` holds the package as it would be installed: `inject('consumer')`. */
    consumer: string
  }
}

export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-'))
  const installed = join(folder, 'node_modules', 'millrace')
  mkdirSync(installed, { recursive: true })

  execFileSync('npm', ['run', 'build', '--silent'], { stdio: 'inherit' })
  const pack = ['pack', '--silent', '--pack-destination', folder]
  const tarball = execFileSync('npm', pack, { encoding: 'utf8' }).trim()
  execFileSync('tar', ['xzf', join(folder, tarball), '-C', installed, '--strip-components=1'])

  project.provide('consumer', folder)
  return () => rmSync(folder, { recursive: true })
}
