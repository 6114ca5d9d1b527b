import { fetchEventSource as original } from '@microsoft/fetch-event-source'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fetchEventSource } from '../../src/fetch-event-source.ts'
import type { TestServerClient } from '../setup/client.ts'
import type { FetchEventSource } from './behaviour.ts'
import { behaviours } from './behaviours/index.ts'
import { makePage, removePage } from './page.ts'
import { Run } from './run.ts'

const packages: [name: string, fetchEventSource: FetchEventSource][] = [
  ['original', original as unknown as FetchEventSource],
  ['here', fetchEventSource],
]

/** Shows that both packages do what the table says, each behaviour with the one and with the other. */
export function testSideBySide(where: 'page' | 'no page', server: TestServerClient): void {
  beforeAll(makePage)
  afterAll(() => {
    if (where === 'no page') removePage()
  })
  for (const [theme, list] of Object.entries(behaviours)) {
    describe(theme, () => {
      for (const behaviour of list.filter((one) => (one.where ?? where) === where)) {
        test.for(packages)(`${behaviour.name}: %s`, async ([name, fetchEventSource]) => {
          const run = new Run(fetchEventSource, server)
          try {
            const { original, here = original } = behaviour
            expect(await behaviour.run(run)).toBe(name === 'here' ? here : original)
          } finally {
            run.end()
          }
        })
      }
    })
  }
}
