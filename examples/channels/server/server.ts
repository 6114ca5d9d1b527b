import { once } from 'node:events'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { certificate } from '../../certificate.ts'
import { listen } from '../../listen.ts'
import { channels, Feed } from './feed.ts'
import { sendFile } from './files.ts'
import { type Shape, Streams } from './streams.ts'

/** Serves a page, and the channels, on the loopback interface: over HTTP/1.1 at that port, over HTTP/2 at any that is free. */
export async function startServers(port: number, page: string): Promise<string> {
  const feed = new Feed()
  const streams = new Streams(feed)
  feed.start()
  let addresses: string[] = []

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { pathname } = new URL(req.url!, 'http://localhost')
    const [, api, what, id = '', channel = ''] = pathname.split('/')
    const done = (status: number) => void res.writeHead(status).end()
    if (api !== 'api') return sendFile(page, pathname, res)
    switch (`${req.method} ${what}`) {
      case 'GET channels':
        if (id !== '') return streams.open(req, res, 'envelope', new Set([id]))
        res.writeHead(200, { 'content-type': 'application/json' })
        return void res.end(JSON.stringify({ channels, addresses }))
      case 'POST streams': {
        const body = (await json(req)) as { shape: Shape; channels: string[] }
        return streams.open(req, res, body.shape, new Set(body.channels))
      }
      case 'PUT streams':
      case 'DELETE streams':
        return done(streams.change(id, channel, req.method === 'PUT') ? 204 : 404)
      case 'POST cut':
        streams.cut()
        return done(204)
      default:
        return done(404)
    }
  }

  const handler: RequestListener = (req, res) => void serve(req, res).catch(() => res.destroy())
  const origin = await listen(handler, port)
  const pem = certificate()
  // Its requests and responses can do what is used here of those of HTTP/1.1.
  const handler2 = handler as unknown as (req: Http2ServerRequest, res: Http2ServerResponse) => void
  const secure = createSecureServer({ key: pem, cert: pem, allowHTTP1: true }, handler2)
  await once(secure.listen(0, '127.0.0.1'), 'listening')
  addresses = [origin, `https://127.0.0.1:${(secure.address() as AddressInfo).port}`]
  return addresses.join('\n')
}
