import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Whatever happens to an example, it ends. */
const MAX_LIFETIME = 60 * 60_000

/** Serves on the loopback interface, for an hour at the most; port 0 is any that is free. Returns the origin. */
export async function listen(handler: RequestListener, port: number): Promise<string> {
  const server = createServer(handler).listen(port, '127.0.0.1')
  await once(server, 'listening')
  setTimeout(() => {
    server.close()
    server.closeAllConnections()
    process.exit()
  }, MAX_LIFETIME).unref()
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
