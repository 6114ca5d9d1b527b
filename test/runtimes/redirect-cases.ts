import { equal } from '../faces/assert.ts'
import type { Millrace } from '../faces/context.ts'
import { type Endpoint, headerBytes, type TestServerClient } from '../setup/client.ts'

const secrets = {
  authorization: 'Bearer secret',
  cookie: 'session=secret',
  'x-api-key': 'secret',
}

/** A request with secrets, which its server redirects to another origin: no face gives away more than `fetch` does. */
export function redirectCases(
  { FetchEventSource, fetchEvents }: Millrace,
  server: TestServerClient,
): { name: string; run(): Promise<string> }[] {
  return [301, 302, 303, 307, 308].map((status) => ({
    name: `${redirectTheme} with ${status}`,
    async run() {
      const seen = (make: (url: string) => () => void) => namesSeen(server.endpoint(), status, make)
      const byFetch = await seen((url) => {
        const controller = new AbortController()
        const { signal } = controller
        const response = fetch(url, { headers: secrets, credentials: 'include', signal })
        response.catch(() => {})
        return () => controller.abort()
      })
      const init = { headers: secrets, withCredentials: true, reconnect: false } as const
      const bySource = await seen((url) => {
        const source = new FetchEventSource(url, init)
        return () => source.close()
      })
      const byLoop = await seen((url) => {
        const stream = fetchEvents(url, init)
        void stream.next().catch(() => {})
        return () => stream.close()
      })
      equal([bySource, byLoop], [byFetch, byFetch])
      return byFetch.join() || 'none'
    },
  }))
}

export const redirectTheme = 'platform: what reaches another origin by a redirect'

/** Which of the secrets reach the other origin. */
async function namesSeen(
  endpoint: Endpoint,
  status: number,
  make: (url: string) => () => void,
): Promise<string[]> {
  const stop = make(endpoint.url(`redirect-${status},end`, { to: 'other' }))
  try {
    const request = await endpoint.request(2)
    equal(request.listener, 'other')
    return Object.keys(secrets).filter((name) =>
      headerBytes(request, name).join().includes('secret'),
    )
  } finally {
    stop()
  }
}
