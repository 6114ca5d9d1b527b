import { createSession, type Session } from 'better-sse'
import express, { type RequestHandler, type Response } from 'express'
import { listen } from '../../listen.ts'
import { Metrics, type Sample } from './metrics.ts'

/** Serves a page, and its metrics, on the loopback interface; port 0 is any that is free. */
export async function startServer(port: number, page: string): Promise<string> {
  const clients = new Map<Session, Response>()
  const metrics = new Metrics()
  metrics.start((sample) => {
    for (const session of clients.keys()) send(session, sample)
  })

  /** All samples from the one after Last-Event-ID, and each as it comes. */
  const stream: RequestHandler = async (req, res) => {
    const session = await createSession(req, res, { retry: 2000 })
    for (const sample of metrics.after(Number(session.lastId))) send(session, sample)
    clients.set(session, res)
    session.once('disconnected', () => clients.delete(session))
  }

  /** Breaks every stream. */
  const cut: RequestHandler = (_req, res) => {
    for (const stream of clients.values()) stream.destroy()
    res.status(204).end()
  }

  const app = express()
  app.use(metrics.countRequest)
  app.use(express.static(page))
  app.get('/api/metrics', stream)
  app.post('/api/cut', cut)
  app.get('/api/ping', (_req, res) => void res.status(204).end())
  return listen(app, port)
}

function send(session: Session, { id, ...values }: Sample): void {
  session.push(values, 'sample', String(id))
}
