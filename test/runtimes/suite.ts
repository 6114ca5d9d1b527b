// The suite as it runs inside a runtime: every case, one after the other, against the package as it was installed there.
import * as millrace from 'millrace'
import { createXhrFetch } from 'millrace/xhr'
import { TestServerClient } from '../setup/client.ts'
import { catchUncaught } from '../setup/uncaught.ts'
import { notOverXhr, overXhr } from '../xhr/over-xhr.ts'
import { platformCases } from './platform-cases.ts'
import { faceCases } from '../faces/cases/index.ts'
import { runCase } from '../faces/run-case.ts'
import { withFirstByte } from './first-byte.ts'
import { limitsOf } from './limits.ts'
import { quirkCases } from './quirk-cases.ts'
import type { Assignment, CaseResult, Report } from './report.ts'
import { redirectCases } from './redirect-cases.ts'
import { standardCases } from './standard/index.ts'
import { isNativeFault, nativeTheme } from './standard/native-faults.ts'

/** No case takes so long, unless it hangs. */
const CASE_LIMIT = 20_000

/** What a browser could do otherwise in a worker; the rest is decided by the package alone, and shown in its window. */
const workerThemes = new Set([
  'the interface of EventSource',
  'the request',
  'redirects',
  'lost connection',
  'timeouts',
  'last event ID',
  'event types',
  'listeners',
  'error detail',
  'close()',
  'abort signal',
  'readEvents',
  'compression',
])

interface NamedCase {
  name: string
  run(): Promise<string | void>
}

/** Runs the cases and reports each. */
export async function runSuite(assignment: Assignment): Promise<void> {
  const { place, reports } = assignment
  const report = async (message: { result: CaseResult } | { done: true; error?: string }) => {
    const body = JSON.stringify({ place, ...message } satisfies Report)
    await (await fetch(reports, { method: 'POST', body })).text()
  }
  try {
    for (const one of await casesFor(assignment))
      await report({ result: await resultOf(place, one) })
    await report({ done: true })
  } catch (error) {
    await report({ done: true, error: String(error) })
  }
}

async function casesFor(assignment: Assignment): Promise<NamedCase[]> {
  const { where, server: url, place, transport } = assignment
  const faces = transport ? overXhr(millrace, createXhrFetch) : millrace
  const plain = await TestServerClient.connect(url)
  const waitsForByte = place.startsWith('Firefox') || transport !== undefined
  const server = waitsForByte ? withFirstByte(await TestServerClient.connect(url)) : plain
  const cases = Object.entries(faceCases).flatMap(([theme, cases]) =>
    where === 'worker' && !workerThemes.has(theme)
      ? []
      : cases
          .filter((faceCase) => faceCase.where === undefined || faceCase.where === where)
          .map((faceCase) => ({
            name: `${theme}: ${faceCase.name}`,
            run: () => runCase(faceCase, { millrace: faces, server, catchUncaught }),
          })),
  )
  const native =
    where === 'no page' || transport
      ? []
      : standardCases(nativeTheme, globalThis.EventSource, server)
  const all = [
    ...cases,
    ...platformCases(faces, plain),
    ...redirectCases(faces, server),
    ...(transport ? [] : quirkCases(place, plain)),
    ...standardCases('standard', faces.FetchEventSource, server),
    ...native,
  ]
  return transport ? all.filter(({ name }) => !notOverXhr.test(name)) : all
}

async function resultOf(place: string, { name, run }: NamedCase): Promise<CaseResult> {
  const limits = limitsOf(place)
  if (limits.some(({ also, shownBy }) => also?.test(name) && shownBy !== name))
    return { name, outcome: 'not run' }
  let { error, found } = await outcomeOf(run)
  if (error !== undefined && deservesAnother(place, name, error))
    ({ error, found } = await outcomeOf(run))
  const isExpected = limits.some(({ shownBy }) => shownBy === name) || isNativeFault(place, name)
  if (isExpected && error !== undefined) return { name, outcome: 'limited' }
  if (isExpected) return { name, outcome: 'failed', error: 'It passes: the limit listed is gone' }
  if (error !== undefined) return { name, outcome: 'failed', error }
  return { name, outcome: 'passed', ...(found !== undefined && { found }) }
}

/** Whether a case is run a second time: on a busy machine time is short, and there is a fault that comes and goes. */
function deservesAnother(place: string, name: string, error: string): boolean {
  // Firefox (153) now and then leaves the connection of an aborted request open.
  const isLeftOpen = place.startsWith('Firefox') && error.includes('"open":0')
  return isLeftOpen || name.startsWith('timeouts: ') || name.startsWith('delays: ')
}

async function outcomeOf(
  run: NamedCase['run'],
): Promise<{ error?: string; found?: string | undefined }> {
  let timer
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Not done after ${CASE_LIMIT} ms`)), CASE_LIMIT)
  })
  try {
    return { found: (await Promise.race([run(), timeout])) ?? undefined }
  } catch (error) {
    return { error: String(error) }
  } finally {
    clearTimeout(timer)
  }
}

// Node 20 has none, and the cases use it; the package does not.
Promise.withResolvers ??= function withResolvers<Value>(): PromiseWithResolvers<Value> {
  let resolve!: PromiseWithResolvers<Value>['resolve']
  let reject!: PromiseWithResolvers<Value>['reject']
  const promise = new Promise<Value>((...functions) => ([resolve, reject] = functions))
  return { promise, resolve, reject }
}
