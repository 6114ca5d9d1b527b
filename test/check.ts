// `npm run check`: what is not a test. Runs every check, and shows the output of those that fail.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import manifest from '../package.json' with { type: 'json' }
import { tally } from './setup/tally.ts'

const folder = mkdtempSync(join(tmpdir(), 'millrace-'))
const tarball = join(folder, `${manifest.name}-${manifest.version}.tgz`)

const checks: [name: string, command: string, ...args: string[]][] = [
  ['format', 'oxfmt', '--check', '.'],
  ['lint', 'oxlint', '-c', '.oxlint.config.ts'],
  ['types of what is published', 'tsc', '-p', 'src/tsconfig.json'],
  ['types of everything', 'tsc'],
  ['types of Vue components', 'vue-tsc', '-p', 'test/adapters/snippets'],
  ['build', 'npm', 'run', 'build', '--silent'],
  ['public types', 'node', 'test/packaging/api-report.ts', '--check'],
  ['size of each import', 'size-limit', '--config', 'test/packaging/size-limit.json'],
  // Of what was just built.
  ['pack', 'npm', 'pack', '--ignore-scripts', '--pack-destination', folder],
  ['package', 'publint', 'run', tarball, '--strict'],
  ['types of the package', 'attw', tarball, '--no-definitely-typed'],
  ['documentation', 'node', 'test/docs/build.ts'],
  ['package for JSR', 'deno', 'publish', '--dry-run', '--allow-dirty'],
]

const failed = checks.filter(([name, command, ...args]) => {
  const start = performance.now()
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' })
  const time = `${((performance.now() - start) / 1000).toFixed(1)} s`
  console.log(`${status === 0 ? '✓' : '✗'} ${name} (${time})`)
  if (status !== 0) console.log(error?.message ?? stdout + stderr)
  return status !== 0
})
rmSync(folder, { recursive: true })
process.exitCode = tally(checks.length - failed.length, failed.length)
