import type { TestServerClient } from '../../setup/client.ts'
import { connection } from './connection.ts'
import { format } from './format.ts'
import { idl } from './idl.ts'
import { type EventSourceClass, StandardContext } from './standard-case.ts'

/** Every behaviour of the standard, for one class; the names begin with `theme`. */
export function standardCases(
  theme: string,
  Source: EventSourceClass,
  server: TestServerClient,
  ended?: StandardContext['ended'],
): { name: string; run(): Promise<void> }[] {
  return [...idl, ...format, ...connection].map(({ name, run }) => ({
    name: `${theme}: ${name}`,
    async run() {
      const context = new StandardContext(Source, server, ended)
      try {
        await run(context)
      } finally {
        context.cleanUp()
      }
    },
  }))
}
