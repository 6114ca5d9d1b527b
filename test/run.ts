// `npm test`: everything that this machine can run. What it cannot is named at the end, and is a failure under CI.
// Arguments go to vitest: `npm test -- test/stream`, `npm test -- --project node -t retry`.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { browsers } from './runtimes/browsers.ts'
import { node20 } from './setup/node20.ts'
import { tally } from './setup/tally.ts'

const missing = [
  ...browsers.map(({ name, get, isInstalled }) => ({ what: name, found: isInstalled(), get })),
  { what: 'nginx', found: existsSync('/usr/sbin/nginx'), get: 'apt-get install nginx openssl' },
  { what: 'Node 20', found: existsSync(node20), get: 'npm rebuild node20' },
].filter(({ found }) => !found)

const options = ['--config=test/vitest.config.ts', '--reporter=default']
const { status, error } = spawnSync(
  'vitest',
  ['run', ...options, '--reporter=./test/setup/tally-reporter.ts', ...process.argv.slice(2)],
  { stdio: ['ignore', 'inherit', 'inherit'] },
)
if (error) console.error(error.message)

for (const { what, get } of missing) {
  console.log(`skipped, for want of ${what}: its tests. To run them: ${get}`)
}
const refused = process.env['CI'] ? tally(0, missing.length) : 0
process.exitCode = (status ?? 1) || refused
