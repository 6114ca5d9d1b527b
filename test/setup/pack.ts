import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder in which the packed package was installed, and nothing else: `inject('consumer')`. */
    consumer: string
  }
}

export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-'))
  // Whatever was built before, and how: packing builds what is published.
  rmSync('dist', { recursive: true, force: true })
  const pack = ['pack', '--silent', '--pack-destination', folder]
  const tarball = execFileSync('npm', pack, { encoding: 'utf8' }).trim()

  // What is nowhere but in a registry would fail it: there is no dependency to fetch.
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  const install = ['install', '--silent', '--offline', '--no-package-lock', `./${tarball}`]
  execFileSync('npm', install, { cwd: folder, stdio: 'inherit' })

  project.provide('consumer', folder)
  return () => rmSync(folder, { recursive: true })
}
