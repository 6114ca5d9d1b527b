import type { TestServerClient } from '../setup/client.ts'
import { equal, ok } from './assert.ts'
import { CaseContext, type Millrace, type UncaughtErrors } from './context.ts'
import type { FaceCase } from './face-case.ts'

/** Where cases are run. */
export interface Environment {
  millrace: Millrace
  server: TestServerClient
  catchUncaught(): UncaughtErrors
}

/** The cases that can be run here, by theme. */
export function casesFor(
  where: 'page' | 'no page',
  themes: Record<string, FaceCase[]>,
): Record<string, FaceCase[]> {
  const here = Object.entries(themes).map(([theme, cases]) => [
    theme,
    cases.filter((faceCase) => faceCase.where === undefined || faceCase.where === where),
  ])
  return Object.fromEntries(here.filter(([, cases]) => cases!.length > 0)) as typeof themes
}

/** Runs a case, closes what it opened, and checks what holds in all of them. Throws if anything is not as it should be. */
export async function runCase(
  faceCase: FaceCase,
  { millrace, server, catchUncaught }: Environment,
): Promise<void> {
  const uncaught = catchUncaught()
  const context = new CaseContext(millrace, server, uncaught)
  try {
    await faceCase.run(context)
    context.cleanUp()
    for (const endpoint of context.endpoints) {
      // No socket is left behind, at no time were there two, and no one stormed.
      const { maxOpen, excess } = await endpoint.until({ open: 0 })
      ok(maxOpen <= 1, `at most one connection at any time; there were ${maxOpen}`)
      equal(excess, 0, 'requests turned away')
    }
    for (const { late, records } of context.probes) {
      equal(late, [], 'delivered after the end')
      const closed = records.findIndex(({ type }) => type === 'closed')
      if (closed >= 0) equal(records.slice(closed + 1), [], 'traced after the end')
    }
  } finally {
    context.cleanUp()
    uncaught.stop()
  }
  equal(uncaught.errors.map(String), [], 'uncaught errors')
}
