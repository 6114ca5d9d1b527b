import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Installs the peers into this folder, once: they are no part of `npm install`. */
export function install(): void {
  const folder = import.meta.dirname
  if (existsSync(join(folder, 'node_modules', '.package-lock.json'))) return
  console.log('Installing the peers …')
  const { status } = spawnSync('npm', ['ci', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error('npm ci failed in test/bench')
}
