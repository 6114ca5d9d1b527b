import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { chromium } from 'playwright'
import { chromiumArgs, findChromium } from '../setup/chromium.ts'
import { startServer } from '../setup/server.ts'
import type { Peer, Place } from './peers.ts'
import type { CaseOutcome } from './run-peer.ts'

/** For all cases of one peer: one that stands still is stopped. */
const PEER_LIMIT = 180_000

/** What came out, and where. */
export interface PlaceOutcomes {
  version: string
  outcomes: CaseOutcome[]
}

/** Runs the cases with a peer, in one place; `undefined`: that place is not here. */
export async function runIn(place: Place, peer: Peer): Promise<PlaceOutcomes | undefined> {
  const server = await startServer()
  try {
    switch (place) {
      case 'Node':
        return await inProcess(process.execPath, ['--experimental-eventsource'], peer, server.url)
      case 'Deno':
        return await inProcess('deno', ['run', '--allow-all', '--no-check'], peer, server.url)
      case 'Chromium':
        return await inChromium(peer, server.url)
    }
  } finally {
    await server.close()
  }
}

async function inProcess(
  command: string,
  flags: string[],
  { name }: Peer,
  server: string,
): Promise<PlaceOutcomes> {
  const child = `${import.meta.dirname}/child.ts`
  const limits = { timeout: PEER_LIMIT, killSignal: 'SIGKILL' as const }
  const { stdout } = await promisify(execFile)(command, [...flags, child, name, server], limits)
  return JSON.parse(stdout) as PlaceOutcomes
}

async function inChromium(peer: Peer, server: string): Promise<PlaceOutcomes | undefined> {
  const executablePath = findChromium()
  if (executablePath === undefined) return undefined
  const browser = await chromium.launch({ executablePath, args: chromiumArgs })
  try {
    const page = await browser.newPage()
    page.setDefaultTimeout(PEER_LIMIT)
    // Any page will do, of the origin that controls the server: what is asked for is at another one.
    await page.goto(`${server}/control/addresses`)
    await page.addScriptTag({ content: await script(peer) })
    const { promise: late, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => reject(new Error('It stands still')), PEER_LIMIT)
    const outcomes = page.evaluate((server) => globalThis.runHere(server), server)
    const version = browser.version().split('.')[0]!
    return {
      version,
      outcomes: await Promise.race([outcomes, late]).finally(() => clearTimeout(timer)),
    }
  } finally {
    await browser.close()
  }
}

async function script({ name, package: path }: Peer): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        ${path === undefined ? 'const module = {}' : `import * as module from '${path}'`}
        import { peers } from './peers.ts'
        import { runPeer } from './run-peer.ts'
        const peer = peers.find((one) => one.name === ${JSON.stringify(name)})
        globalThis.runHere = (server) => runPeer(peer, module, server, 3)
      `,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    format: 'iife',
    target: 'es2022',
    write: false,
    // Without the paths of tsconfig.json.
    tsconfigRaw: '{}',
  })
  return outputFiles[0]!.text
}

declare global {
  var runHere: (server: string) => Promise<CaseOutcome[]>
}
