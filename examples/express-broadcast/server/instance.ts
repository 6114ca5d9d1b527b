import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { Clients } from './clients.ts'

/** So long, in milliseconds, a client may take to hear the last of it. */
const GRACE = 2000

export interface InstanceOptions {
  /** 0 is any that is free. */
  port: number
  /** The folder of the page. */
  page: string
  /** Which one it is: 1, 2, … */
  number: number
  /** How often a comment is sent, in milliseconds. */
  heartbeat: number
  /** How often a `ping` event is sent, in milliseconds. */
  ping: number
  /** Someone has asked for another instance in place of this one. */
  onRestart(): void
}

/** One run of the server, from a deployment to the next. */
export interface Instance {
  port: number
  clients: Clients
  /** Ends all streams in good order, and resolves when the port is free. */
  shutDown(): Promise<void>
}

/** Serves a page, and what everyone says to everyone, on the loopback interface. */
export async function startInstance({
  port,
  page,
  number,
  heartbeat,
  ping,
  onRestart,
}: InstanceOptions): Promise<Instance> {
  const clients = new Clients(heartbeat)
  const app = express()
  let isLeaving = false
  app.use((_req, res, next) => {
    if (!isLeaving) return next()
    res.status(503).set({ 'retry-after': '1', connection: 'close' }).end()
  })
  app.use(express.static(page))
  app.get('/events', (_req, res) => {
    clients.add(res)
    res.write(`event: hello\ndata: ${JSON.stringify({ instance: number })}\n\n`)
    tellCount()
    res.once('close', tellCount)
  })
  app.post('/messages', express.json({ limit: '10kb' }), (req, res) => {
    clients.broadcast('message', { text: String(req.body?.text ?? '') })
    res.status(204).end()
  })
  app.post('/restart', (_req, res) => {
    res.status(204).end()
    onRestart()
  })
  const tellCount = () => clients.broadcast('clients', { count: clients.count })
  const pings = setInterval(() => clients.broadcast('ping', { at: new Date().toISOString() }), ping)

  const server = app.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    clients,
    async shutDown() {
      isLeaving = true
      clearInterval(pings)
      const closed = once(server, 'close')
      server.close()
      const late = setTimeout(() => server.closeAllConnections(), GRACE)
      await clients.shutDown()
      // Browsers keep a connection for the next request, which would come to this instance again.
      server.closeIdleConnections()
      await closed
      clearTimeout(late)
    },
  }
}
