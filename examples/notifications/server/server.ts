import express, { type RequestHandler } from 'express'
import { listen } from '../../listen.ts'
import { inboxOf } from './inbox.ts'
import { cutStreams, stream } from './stream.ts'
import { expireToken, issueToken, requireToken, userOf } from './tokens.ts'

/** Serves a page, and its notifications, on the loopback interface; port 0 is any that is free. */
export async function startServer(port: number, page: string): Promise<string> {
  const deliver: RequestHandler = (req, res) => {
    inboxOf(String(req.body.to)).deliver(userOf(res), String(req.body.text).slice(0, 200))
    res.status(204).end()
  }

  const markRead: RequestHandler<{ number: string }> = (req, res) => {
    inboxOf(userOf(res)).markRead(Number(req.params.number))
    res.status(204).end()
  }

  const app = express()
  app.use(express.static(page))
  app.post('/api/token', issueToken)
  app.post('/api/token/expire', requireToken, expireToken, cutStreams)
  app.get('/api/notifications', requireToken, stream)
  app.post('/api/notifications', requireToken, express.json(), deliver)
  app.put('/api/notifications/:number/read', requireToken, markRead)
  return listen(app, port)
}
