// `npm test`: everything that this machine can run: the tests, then the suite in every runtime and engine. What the machine
// cannot run is named, and is a failure under CI. Arguments go to vitest: `npm test -- --project node -t retry`.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { flask, go, nginx, openssl, type Tool } from '../examples/tools.ts'
import { browsers } from './runtimes/browsers.ts'
import { commands } from './cli/commands.ts'
import { node20 } from './setup/node20.ts'
import { nameMissing, type Requirement } from './setup/requirements.ts'
import { tally } from './setup/tally.ts'
import { webkit } from './tabs/webkit.ts'

const chosen = process.argv.slice(2)

const vitestOptions = ['--config=test/vitest.config.ts', '--reporter=default']
const isGood = [
  run('vitest', ['run', ...vitestOptions, '--reporter=./test/setup/tally-reporter.ts', ...chosen]),
  chosen.length > 0 ||
    run(process.execPath, [fileURLToPath(new URL('runtimes/run.ts', import.meta.url))]),
]

const oldestNode: Requirement = {
  name: 'Node 20',
  get: 'npm rebuild node20',
  isInstalled: () => existsSync(node20),
}
// The suite has named the runtimes already.
const driver: Requirement = { ...webkit, name: 'WebKitWebDriver' }
const tools = [...[nginx, openssl, go, flask].map(requirement), ...commands, driver]
const missing = nameMissing(chosen.length > 0 ? [...browsers, ...tools, oldestNode] : tools)
process.exitCode = isGood.includes(false) ? 1 : 0
if (missing > 0) process.exitCode = tally(0, missing)

function requirement({ name, get, find }: Tool): Requirement {
  return { name, get, isInstalled: () => find() !== undefined }
}

function run(command: string, args: string[]): boolean {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] })
  if (error) console.error(error.message)
  return status === 0
}
