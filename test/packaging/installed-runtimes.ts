import { fileURLToPath } from 'node:url'

/** A runtime that npm installed beside the one in which the tests run, and the command that runs a file in it. */
export interface InstalledRuntime {
  name: string
  command: [string, ...string[]]
}

const modules = new URL('../../node_modules/', import.meta.url)

function binary(path: string): string {
  return fileURLToPath(new URL(path, modules))
}

export const installedRuntimes: InstalledRuntime[] = [
  { name: 'Node 20', command: [binary('node20/bin/node')] },
  { name: 'Node 22', command: [binary('node22/bin/node')] },
  { name: 'Node 24', command: [binary('node/bin/node')] },
  { name: 'Node 26', command: [binary('node26/bin/node')] },
  { name: 'Deno', command: [binary('.bin/deno'), 'run', '-A', '--node-modules-dir=manual'] },
  { name: 'Bun', command: [binary('.bin/bun'), 'run', '--no-install'] },
]
