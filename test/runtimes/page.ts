// What the browser's page does: it runs the suite itself, then in each kind of worker, one after the other.
import type { Assignment } from './report.ts'

declare const runSuite: (assignment: Assignment) => Promise<void>
declare const assignments: Record<Context, Assignment>

type Context =
  | 'window'
  | 'over XMLHttpRequest'
  | 'dedicated worker'
  | 'shared worker'
  | 'service worker'

/** Starts the suite in a kind of worker; the worker's script does the rest. */
const start: Record<Context, (script: string, assignment: Assignment) => unknown> = {
  window: (_, assignment) => runSuite(assignment),
  'over XMLHttpRequest': (_, assignment) => runSuite(assignment),
  'dedicated worker': (script) => new Worker(script),
  'shared worker': (script) => new SharedWorker(script),
  async 'service worker'(script) {
    await navigator.serviceWorker.register(script)
    const { active } = await navigator.serviceWorker.ready
    // A service worker that gets no message is ended sooner or later.
    setInterval(() => active!.postMessage('go on', []), 1000)
  },
}

// A page from which something keeps a worker is not forgotten by the collector of garbage.
const started: unknown[] = []

for (const [context, assignment] of Object.entries(assignments) as [Context, Assignment][]) {
  const place = encodeURIComponent(assignment.place)
  started.push(
    await start[context](`/worker.js?context=${encodeURIComponent(context)}`, assignment),
  )
  await fetch(`/finished?place=${place}`)
}
