import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect as connectTLS } from 'node:tls'

interface Target {
  protocol: string
  hostname: string
  port: string
  servername?: string
}

type Connected = (error: Error | null, socket: object | null) => void

type Agent = new (options: {
  connect: { ca: string } | ((target: Target, connected: Connected) => void)
}) => object

/**
 * The `dispatcher` that brings `fetch` to trust these certificates, and through a proxy, in a Node that has no setting for it:
 * an agent of the undici inside Node, which is reached by the global one.
 */
export async function dispatcherFor(
  certificates: string | undefined,
  proxy: string | undefined,
): Promise<object> {
  // Undici is loaded by the first use of fetch.
  await fetch('data:,')
  const agents = globalThis as unknown as Record<symbol, { constructor: Agent } | undefined>
  const Agent = agents[Symbol.for('undici.globalDispatcher.1')]!.constructor
  const ca = certificates === undefined ? {} : { ca: certificates }
  if (proxy === undefined) return new Agent({ connect: ca as { ca: string } })
  return new Agent({
    connect: (target, connected) => openTunnel(new URL(proxy), target, ca, connected),
  })
}

/** Has the proxy connect to the target (`CONNECT`), and speaks TLS through that where the target does. */
function openTunnel(proxy: URL, target: Target, ca: object, connected: Connected): void {
  const { hostname, protocol } = target
  const isSecure = protocol === 'https:'
  const path = `${hostname}:${target.port || (isSecure ? 443 : 80)}`
  const { username, password } = proxy
  const user = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`)
  const headers = {
    host: path,
    ...(username && { 'proxy-authorization': `Basic ${user.toString('base64')}` }),
  }
  const request = proxy.protocol === 'https:' ? httpsRequest : httpRequest
  const address = { host: proxy.hostname.replace(/^\[|\]$/g, ''), port: proxy.port }
  const failed = (error: Error) => connected(error, null)
  request({ ...address, ...ca, method: 'CONNECT', path, headers, agent: false })
    .on('error', failed)
    .on('response', ({ statusCode }) =>
      failed(new Error(`the proxy answered with status ${statusCode}`)),
    )
    .on('connect', ({ statusCode }, socket) => {
      if (statusCode !== 200) {
        socket.destroy()
        failed(new Error(`the proxy answered with status ${statusCode}`))
      } else if (isSecure) {
        const servername = target.servername ?? hostname
        const secure = connectTLS({ ...ca, socket, servername, ALPNProtocols: ['http/1.1'] })
        secure
          .once('error', failed)
          .once('secureConnect', () => connected(null, secure.off('error', failed)))
      } else connected(null, socket)
    })
    .end()
}
