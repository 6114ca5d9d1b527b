import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Errand, Progress } from './client.ts'
import type { Place } from './place.ts'
import { Reports } from './reports.ts'
import { ChaosServer, type Damage } from './server/chaos-server.ts'
import { bundleScript } from '../setup/bundle-script.ts'

/** What came of it. */
export interface Outcome {
  progress: Progress
  damage: Damage
  /** What must not be, of both sides. */
  failures: string[]
}

/** Closed sockets have so long to be gone. */
const CLOSING_LIMIT = 20_000

/** Sends readers into a place, against a server whose connections rarely do what they should. */
export async function runChaos(
  place: Place,
  errand: Pick<Errand, 'seed' | 'events' | 'faces'>,
  tell: (progress: Progress | undefined, damage: Damage) => void = () => {},
): Promise<Outcome> {
  const { lanes, tabLanes = 0, without } = place
  const server = await ChaosServer.start(errand.seed, { without })
  const pages: Record<string, string> = {}
  const reports = await Reports.open(pages)
  const ticker = setInterval(() => tell(reports.latest, server.damage), 5000)
  try {
    const library = await sharedLibrary()
    const whole: Errand = {
      ...errand,
      lanes,
      tabLanes,
      library,
      origins: server.origins,
      reports: reports.origin,
    }
    const script = await scriptFor(whole)
    pages['/'] =
      '<!doctype html><title>chaos</title><script type="module" src="/chaos.js"></script>'
    pages['/chaos.js'] = script
    const over = reports.done.catch(() => {})
    const giveUp = (why: string) => reports.giveUp(why)
    await place.run({ script, reports: reports.origin, over, giveUp })
    const progress = await reports.done
    const { violations, ...rest } = server.damage
    const failures = [...progress.failures, ...violations]
    const left = await untilClosed(server)
    if (left > 0) failures.push(`${left} sockets are left at the server`)
    return { progress, damage: { violations, ...rest }, failures }
  } finally {
    clearInterval(ticker)
    reports.giveUp('It is over')
    await server.close()
  }
}

function scriptFor(errand: Errand): Promise<string> {
  const contents = `import { runErrand } from './client.ts'; await runErrand(${JSON.stringify(errand)})`
  return bundleScript(contents, import.meta.dirname)
}

/** A script that sets `library`. */
async function sharedLibrary(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../../src/shared.ts', import.meta.url))],
    globalName: 'library',
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    logLevel: 'warning',
    tsconfigRaw: '{}',
  })
  return outputFiles[0]!.text
}

async function untilClosed(server: ChaosServer): Promise<number> {
  const end = performance.now() + CLOSING_LIMIT
  while (server.damage.sockets > 0 && performance.now() < end)
    await new Promise((resolve) => setTimeout(resolve, 20))
  return server.damage.sockets
}
