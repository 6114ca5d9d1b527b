import { createServer, request as send } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** What a proxy was asked for. */
export interface ProxyRequest {
  /** `CONNECT`: a tunnel; else a request that it passes on. */
  method: string
  /** The host and port that it was to reach. */
  host: string
  credentials: string | undefined
}

export interface ForwardProxy {
  /** `127.0.0.1:PORT` */
  host: string
  requests: ProxyRequest[]
}

/** A forward proxy, on 127.0.0.1, to that and nothing else. */
export async function forwardProxy(): Promise<ForwardProxy> {
  const requests: ProxyRequest[] = []
  const server = createServer((request, response) => {
    const { host, port, pathname, search } = new URL(request.url!)
    const { method = '', headers } = request
    const { 'proxy-authorization': credentials, ...others } = headers
    requests.push({ method, host, credentials })
    const passed = send({
      host: '127.0.0.1',
      port,
      path: pathname + search,
      method,
      headers: others,
    })
    passed.on('response', (answer) => {
      response.writeHead(answer.statusCode!, answer.headers)
      answer.pipe(response)
    })
    passed.on('error', () => response.destroy())
    request.pipe(passed)
  })
  const sockets = new Set<Socket>()
  server.on('connect', ({ url, headers }, client: Socket) => {
    requests.push({ method: 'CONNECT', host: url!, credentials: headers['proxy-authorization'] })
    const target = connect(Number(url!.split(':')[1]), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      client.pipe(target).pipe(client)
    })
    for (const [one, other] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
    }
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
}
