import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { start, versionSaidBy } from './child.ts'
import { Reception, reportsOf } from './reception.ts'
import type { Assignment } from './report.ts'
import { installed, type Runtime } from './runtime.ts'

/** Runtimes that are commands which run a module. */
export const commands: Runtime[] = [
  commandRuntime('Node 20', 'node20', [installed('node20/bin/node')]),
  commandRuntime('Node 22', 'node22', [installed('node22/bin/node')]),
  commandRuntime('Node 24', 'node', [installed('node/bin/node')]),
  commandRuntime('Node 26', 'node26', [installed('node26/bin/node')]),
  commandRuntime('Deno', 'deno', [
    installed('.bin/deno'),
    'run',
    '-A',
    '--node-modules-dir=manual',
  ]),
  commandRuntime('Bun', 'bun', [installed('.bin/bun'), 'run', '--no-install']),
]

function commandRuntime(name: string, npmName: string, command: [string, ...string[]]): Runtime {
  return {
    name,
    contexts: [],
    isInstalled: () => existsSync(command[0]),
    get: `npm rebuild ${npmName}`,
    version: () => versionSaidBy([command[0], '--version'], /\d+\.\d+\.\d+/),
    async run({ folder }, server) {
      const reception = await Reception.open([name])
      const assignment: Assignment = {
        place: name,
        where: 'no page',
        server,
        reports: reception.origin,
      }
      const file = `${name.replace(' ', '-')}.mjs`
      const code = `import { runSuite } from './suite.mjs'; await runSuite(${JSON.stringify(assignment)})`
      writeFileSync(join(folder, file), code)
      return reportsOf(start([...command, file], { cwd: folder }), reception)
    },
  }
}
