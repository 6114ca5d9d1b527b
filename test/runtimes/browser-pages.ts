import type { Bundle } from './bundle.ts'
import type { Assignment } from './report.ts'
import { placeName } from './runtime.ts'

export const contexts = [
  'window',
  'over XMLHttpRequest',
  'dedicated worker',
  'shared worker',
  'service worker',
] as const

/** What the server of a browser's page has to answer with: the page, and the script of each kind of worker. */
export function browserPages(
  browser: string,
  { script, page }: Bundle,
  server: string,
): (url: URL) => string | undefined {
  const assignments = contexts.map((context): [string, Omit<Assignment, 'reports'>] => {
    const isOverXhr = context === 'over XMLHttpRequest'
    const where = context === 'window' || isOverXhr ? 'page' : 'worker'
    const place = placeName(browser, context)
    return [context, { place, where, server, ...(isOverXhr && { transport: 'XMLHttpRequest' }) }]
  })
  return ({ origin, pathname, searchParams }) => {
    const reports = `${origin}/reports`
    const assigned = Object.fromEntries(
      assignments.map(([context, assignment]) => [context, { ...assignment, reports }]),
    )
    const context = searchParams.get('context')
    if (pathname === '/') {
      return `<!doctype html>
        <title>${browser}</title>
        <script>const assignments = ${JSON.stringify(assigned)}</script>
        <script src="/suite.js"></script>
        <script src="/page.js" type="module"></script>`
    }
    if (pathname === '/suite.js') return script
    if (pathname === '/page.js') return page
    if (pathname !== '/worker.js' || context === null) return undefined
    const run = `runSuite(${JSON.stringify(assigned[context])})`
    if (context !== 'service worker') return `${script};${run}`
    // It is kept alive by the work that a message has begun.
    return `${script}; let running; addEventListener('message', (event) => event.waitUntil(running ??= ${run}))`
  }
}
