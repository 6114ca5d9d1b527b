import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Installs what a folder's own lock file names, once: it is no part of the repository's `npm install`. */
export function npmInstall(folder: string): void {
  if (existsSync(join(folder, 'node_modules', '.package-lock.json'))) return
  console.log(`Installing into ${folder} …`)
  const { status } = spawnSync('npm', ['ci', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error(`npm ci failed in ${folder}`)
}
