import { existsSync } from 'node:fs'
import { Miniflare } from 'miniflare'
import workerdPackage from 'workerd/package.json' with { type: 'json' }
import { Reception } from './reception.ts'
import type { Assignment } from './report.ts'
import { installed, type Runtime } from './runtime.ts'

const name = 'workerd'

/** The runtime of Cloudflare Workers; the suite is what answers one request. */
export const workerd: Runtime = {
  name,
  contexts: [],
  isInstalled: () => existsSync(installed('workerd/bin/workerd')),
  get: 'npm rebuild workerd',
  version: () => Promise.resolve(workerdPackage.version),
  async run({ script }, server) {
    const reception = await Reception.open([name])
    const assignment: Assignment = {
      place: name,
      where: 'no page',
      server,
      reports: reception.origin,
    }
    const miniflare = new Miniflare({
      modules: true,
      compatibilityDate: '2026-07-01',
      script: `
        ${script}
        export default {
          async fetch() {
            await runSuite(${JSON.stringify(assignment)})
            return new Response()
          },
        }
      `,
    })
    try {
      miniflare.dispatchFetch('http://localhost/').then(
        () => reception.giveUp('It has answered'),
        (error) => reception.giveUp(String(error)),
      )
      return await reception.reports
    } finally {
      await miniflare.dispose()
      reception.close()
    }
  },
}
