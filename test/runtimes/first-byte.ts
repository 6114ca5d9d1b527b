import type { TestServerClient } from '../setup/client.ts'

/** More requests than any case makes that waits for a connection to open. */
const REQUESTS = 20

/**
 * Makes every stream of the server begin with an empty line, where it begins with nothing: Firefox (153), and every XMLHttpRequest,
 * tell of a response when its first byte has come, so that cases that wait for it would do so in vain.
 */
export function withFirstByte(server: TestServerClient): TestServerClient {
  const original = server.endpoint
  server.endpoint = () => {
    const endpoint = original.call(server)
    const url = endpoint.url
    endpoint.url = (route, params, origin) => {
      const streams = [params?.stream ?? []].flat()
      const stream = Array.from({ length: REQUESTS }, (_, index) => streams[index] || '\n')
      return url.call(endpoint, route, { ...params, stream }, origin)
    }
    return endpoint
  }
  return server
}
