import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Miniflare } from 'miniflare'
import { type Browser, engines, openPage } from '../runtimes/browsers.ts'
import { start } from '../runtimes/child.ts'
import { installed } from '../runtimes/runtime.ts'
import type { Place } from './place.ts'

/** Where the readers can be sent. */
export const places: Record<string, Place> = {
  node: command('Node', 'node', [installed('node/bin/node'), '--expose-gc'], { tabLanes: 12 }),
  deno: command('Deno', 'deno', [installed('.bin/deno'), 'run', '-A', '--v8-flags=--expose-gc']),
  bun: command('Bun', 'bun', [installed('.bin/bun'), 'run', '--no-install']),
  workerd: worker(),
  chromium: browser('Chromium', []),
  // After a redirect, it does not close a connection before the server does.
  firefox: browser('Firefox', ['redirect', 'redirectLoop']),
  // It tells of a 401 only when its body has ended.
  webkit: browser('WebKitGTK', []),
}

function command(
  name: string,
  npmName: string,
  line: [string, ...string[]],
  more: Pick<Place, 'tabLanes'> = {},
): Place {
  return {
    name,
    get: `npm rebuild ${npmName}`,
    isInstalled: () => existsSync(line[0]),
    lanes: 40,
    without: [],
    ...more,
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

function worker(): Place {
  return {
    name: 'workerd',
    get: 'npm rebuild workerd',
    isInstalled: () => existsSync(installed('workerd/bin/workerd')),
    // It has six connections at once.
    lanes: 5,
    without: [],
    async run({ script, over, giveUp }) {
      const miniflare = new Miniflare({
        modules: true,
        compatibilityDate: '2026-07-01',
        // The errand is what answers one request.
        script: `${script.replace('await runErrand', 'const run = () => runErrand')}
          export default { async fetch() { await run(); return new Response() } }`,
      })
      try {
        miniflare.dispatchFetch('http://localhost/').then(
          () => giveUp('It has answered'),
          (error) => giveUp(String(error)),
        )
        await over
      } finally {
        await miniflare.dispose()
      }
    },
  }
}

function browser(name: string, without: Place['without']): Place {
  const { isInstalled, get, open } = engines.find((engine) => engine.name === name) as Browser
  return {
    name,
    get,
    isInstalled,
    // Six connections to an origin, and there are eight origins.
    lanes: 24,
    without,
    async run({ reports, over, giveUp }) {
      const { child, forget } = openPage(open, `${reports}/`)
      void child.over.then(giveUp)
      try {
        await over
      } finally {
        await child.stop()
        forget()
      }
    },
  }
}
