import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express, { type Request, type Response } from 'express'
import { chat } from './chat.ts'
import { job } from './job.ts'
import { ticker } from './ticker.ts'
import { issueToken, requireToken } from './tokens.ts'

export type StreamName = 'ticker' | 'chat' | 'job'

/** What the server tells of one of its streams, and to whom it was sent (`?client=`). */
export interface ServerLog {
  /** An event was sent as a whole. */
  sent(stream: StreamName, client: string, id: string): void
  /** The connection was cut inside an event. */
  cut(stream: StreamName, client: string, id: string): void
}

/** A {@link ServerLog} of one response. */
export interface ResponseLog {
  sent(id: number): void
  cut(id: number): void
}

/** Answers with one of the streams. */
export type StreamHandler = (req: Request, res: Response, log: ResponseLog) => Promise<void>

export interface DemoServer {
  url: string
  close(): void
}

/** Serves the three streams on the loopback interface; port 0 is any that is free. */
export async function startServer(port: number, log: ServerLog): Promise<DemoServer> {
  const app = express()
  const logged = (stream: StreamName, handle: StreamHandler) => (req: Request, res: Response) => {
    const client = String(req.query['client'] ?? '')
    return handle(req, res, {
      sent: (id) => log.sent(stream, client, String(id)),
      cut: (id) => log.cut(stream, client, String(id)),
    })
  }

  app.post('/token', issueToken)
  app.get('/ticker', requireToken, logged('ticker', ticker))
  app.post('/chat', express.json(), logged('chat', chat))
  app.get('/job', logged('job', job))

  const server = app.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
