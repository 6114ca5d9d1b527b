import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { start } from '../runtimes/child.ts'
import { installed } from '../runtimes/runtime.ts'
import type { Place } from './place.ts'

/** Where the readers can be sent. */
export const places: Record<string, Place> = {
  node: command('Node', 'node', [installed('node/bin/node'), '--expose-gc']),
  deno: command('Deno', 'deno', [installed('.bin/deno'), 'run', '-A', '--v8-flags=--expose-gc']),
  bun: command('Bun', 'bun', [installed('.bin/bun'), 'run', '--no-install']),
}

function command(name: string, npmName: string, line: [string, ...string[]]): Place {
  return {
    name,
    get: `npm rebuild ${npmName}`,
    isInstalled: () => existsSync(line[0]),
    lanes: 40,
    without: [],
    async run({ script, over, giveUp }) {
      const folder = mkdtempSync(join(tmpdir(), 'millrace-'))
      const file = join(folder, 'chaos.mjs')
      writeFileSync(file, script)
      const child = start([...line, file])
      void child.over.then(giveUp)
      try {
        await over
      } finally {
        await child.stop()
        rmSync(folder, { recursive: true })
      }
    },
  }
}
