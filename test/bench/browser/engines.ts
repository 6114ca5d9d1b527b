import { join } from 'node:path'
import { build } from 'esbuild'
import { browsers } from '../../runtimes/browsers.ts'
import { placeName } from '../../runtimes/runtime.ts'
import { Series } from '../rounds.ts'
import { withServer } from '../server-process.ts'
import type { Plan } from './engine-page.ts'

/** The engines that are measured as their system has them, one page for all clients. */
export const engines = browsers.filter(({ name }) => name !== 'Chromium')

/** Events a second of each client, a figure a round, in the engine of that name; `undefined` if it is not there. */
export async function ratesIn(
  engine: (typeof engines)[number],
  plan: Plan,
): Promise<Map<string, { rate: Series }> | undefined> {
  if (!engine.isInstalled()) {
    console.log(`skipped, for want of ${engine.name}: ${engine.get}`)
    return undefined
  }
  const [script, page] = await Promise.all([
    bundle(join(import.meta.dirname, 'engine-page.ts'), 'iife', plan),
    bundle(join(import.meta.dirname, '../../runtimes/page.ts'), 'esm'),
  ])
  const pages = { folder: '', module: '', script, page, remove() {} }
  const reports = await withServer((origin) => engine.run(pages, origin))
  const { results, failure } = reports.get(placeName(engine.name, 'window'))!
  if (failure !== undefined) throw new Error(`${engine.name}: ${failure}`)
  const rates = Map.groupBy(results, ({ name }) => name)
  return new Map(
    Array.from(rates, ([name, measured]) => {
      const values = measured.map(({ found }) => Number(found))
      // The first round only warms up.
      return [name, { rate: new Series(plan.rounds > 1 ? values.slice(1) : values) }]
    }),
  )
}

async function bundle(entry: string, format: 'esm' | 'iife', plan?: Plan): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format,
    target: 'es2022',
    write: false,
    define: { PLAN: JSON.stringify(plan ?? null) },
  })
  return outputFiles[0]!.text
}
