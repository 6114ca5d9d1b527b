import { npmInstall } from '../setup/npm-install.ts'

/** Installs the peers into this folder, once: they are no part of `npm install`. */
export function install(): void {
  npmInstall(import.meta.dirname)
}
