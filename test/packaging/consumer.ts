import { cpSync, mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'

const repository = fileURLToPath(new URL('../..', import.meta.url))

/** A new folder with the package, and with these of the repository's own dependencies beside it. */
export function consumerWith(name: string, packages: string[]): string {
  const folder = join(inject('consumer'), name)
  const modules = join(folder, 'node_modules')
  cpSync(join(inject('consumer'), 'node_modules', 'millrace'), join(modules, 'millrace'), {
    recursive: true,
  })
  for (const path of packages) {
    mkdirSync(dirname(join(modules, path)), { recursive: true })
    symlinkSync(join(repository, 'node_modules', path), join(modules, path))
  }
  return folder
}
