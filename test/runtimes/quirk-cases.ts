import type { TestServerClient } from '../setup/client.ts'
import { isAmong } from './places.ts'
import { quirks } from './quirks.ts'

/** The names of these cases begin with it. They are about the platform alone, and do not count for the package. */
export const quirkTheme = 'quirk'

/** That a platform has the quirks that are listed, and no more: so it shows when a workaround can go, or is wanted elsewhere. */
export function quirkCases(
  place: string,
  server: TestServerClient,
): { name: string; run(): Promise<void> }[] {
  return quirks.map(({ name, places, workaround, holds }) => ({
    name: `${quirkTheme}: ${name}`,
    async run() {
      const isNormal = await holds(server.endpoint())
      const isListed = isAmong(place, places)
      if (isListed && isNormal) throw new Error(`So it does now: ${workaround} can go`)
      if (!isListed && !isNormal) throw new Error(`It does not: say so at ${workaround}`)
    },
  }))
}
