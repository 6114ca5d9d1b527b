import express, { type RequestHandler } from 'express'
import { listen } from '../../listen.ts'
import { chat } from '../../main/server/chat.ts'
import { job } from '../../main/server/job.ts'
import type { ResponseLog, StreamHandler } from '../../main/server/server.ts'
import { ticker } from '../../main/server/ticker.ts'
import { requireToken } from '../../main/server/tokens.ts'
import { flood, machine } from './streams.ts'

/** Here no one counts. */
const noLog: ResponseLog = { sent() {}, cut() {} }

/** Serves the page, and streams to try it with, on the loopback interface; port 0 is any that is free. */
export async function startServer(port: number, page: string): Promise<string> {
  const unlogged =
    (handle: StreamHandler): RequestHandler =>
    (req, res) =>
      handle(req, res, noLog)

  /** After the closing bell there is nothing more to come back for. */
  const untilTheBell: RequestHandler = (req, res, next) => {
    if (Number(req.get('last-event-id')) > 24) return void res.status(204).end()
    next()
  }

  const app = express()
  app.use(express.static(page))
  app.get('/demo/ticker', requireToken, untilTheBell, unlogged(ticker))
  app.post('/demo/chat', express.json(), unlogged(chat))
  app.get('/demo/job', unlogged(job))
  app.get('/demo/machine', machine)
  app.get('/demo/flood', flood)
  return listen(app, port)
}
