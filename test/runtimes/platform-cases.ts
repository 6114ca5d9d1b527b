import { equal, ok } from '../faces/assert.ts'
import type { Millrace } from '../faces/context.ts'
import type { TestServerClient } from '../setup/client.ts'

/** What depends on nothing but the platform: each shows what a runtime can, or what it is limited in. */
export function platformCases(
  millrace: Millrace,
  server: TestServerClient,
): { name: string; run(): Promise<void> }[] {
  return [
    {
      name: 'platform: FetchEventSource: opens before the first byte of the stream',
      async run() {
        const source = new millrace.FetchEventSource(server.endpoint().url('events'))
        try {
          const opened = new Promise((resolve) => source.addEventListener('open', resolve))
          const tooLate = new Promise((_, reject) =>
            setTimeout(reject, 1000, new Error('Not opened')),
          )
          await Promise.race([opened, tooLate])
        } finally {
          source.close()
        }
      },
    },
    {
      name: 'platform: fetchEvents: a relative URL is resolved where there is something to resolve it against',
      async run() {
        const { location } = globalThis
        const resolve = () => millrace.fetchEvents('/events').url
        if (location !== undefined) equal(resolve(), `${location.origin}/events`)
        else {
          let error
          try {
            resolve()
          } catch (thrown) {
            error = thrown
          }
          ok(error instanceof DOMException && error.name === 'SyntaxError', 'a SyntaxError')
        }
      },
    },
  ]
}
