// What runs in the page: every case with every framework, one after the other; each result is posted to the runner.
import { equal } from '../../faces/assert.ts'
import type { Assignment, CaseResult, Report } from '../../runtimes/report.ts'
import { TestServerClient } from '../../setup/client.ts'
import { catchUncaught } from '../../setup/uncaught.ts'
import { hookCases } from './cases.ts'
import { hiddenCases } from './hidden-cases.ts'
import { angular } from './angular.ts'
import type { Framework } from './component.ts'
import { react } from './react.tsx'
import { solid } from './solid.ts'
import { svelte } from './svelte.ts'
import { vue } from './vue.ts'

/** Of a bundle of its own. */
declare const angularWithZone: Framework

/** No case takes so long, unless it hangs. */
const CASE_LIMIT = 20_000

async function runSuite({ place, where, server: url, reports }: Assignment): Promise<void> {
  const report = async (message: { result: CaseResult } | { done: true }) => {
    const body = JSON.stringify({ place, ...message } satisfies Report)
    await (await fetch(reports, { method: 'POST', body })).text()
  }
  // A worker renders nothing.
  if (where === 'page') {
    const server = await TestServerClient.connect(url)
    const cases = document.visibilityState === 'hidden' ? hiddenCases : hookCases
    for (const framework of [react, vue, svelte, solid, angular, angularWithZone]) {
      await framework.begin?.()
      for (const { name, run } of cases) {
        const result = await resultOf(() => withoutComplaints(() => run(framework, server)))
        await report({ result: { name: `${framework.name}: ${name}`, ...result } })
      }
    }
  }
  await report({ done: true })
}

async function resultOf(run: () => Promise<void>): Promise<Omit<CaseResult, 'name'>> {
  let timer
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Not done after ${CASE_LIMIT} ms`)), CASE_LIMIT)
  })
  try {
    await Promise.race([run(), timeout])
    return { outcome: 'passed' }
  } catch (error) {
    return { outcome: 'failed', error: String(error) }
  } finally {
    clearTimeout(timer)
  }
}

/** Makes what a framework says on the console a failure, and errors that no one caught. */
async function withoutComplaints(run: () => Promise<void>): Promise<void> {
  const { error, warn } = console
  const complaints: string[] = []
  console.error = console.warn = (...args) => void complaints.push(args.join(' '))
  const uncaught = catchUncaught()
  try {
    await run()
  } finally {
    uncaught.stop()
    Object.assign(console, { error, warn })
  }
  equal(complaints, [], 'complaints')
  equal(uncaught.errors.map(String), [], 'uncaught errors')
}

Object.assign(globalThis, { runSuite })
