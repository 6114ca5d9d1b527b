import express from 'express'
import { listen } from '../../listen.ts'
import { Ticks } from './ticks.ts'

/** Serves a page, and the ticks, on the loopback interface; port 0 is any that is free. */
export async function startServer(port: number, page: string): Promise<string> {
  const ticks = new Ticks()
  ticks.start()

  const app = express()
  app.use(express.static(page))
  app.get('/api/ticks', ticks.open)
  app.post('/api/cut', ticks.cut)
  return listen(app, port)
}
