import express from 'express'
import { listen } from '../../listen.ts'
import { Games } from './games.ts'
import { Streams } from './streams.ts'

/** Serves a page, and the scores, on the loopback interface; port 0 is any that is free. */
export async function startServer(port: number, page: string): Promise<string> {
  const games = new Games()
  const streams = new Streams(games)
  games.start()

  const app = express()
  app.use(express.static(page), express.json())
  app.get('/api/games', (_req, res) => void res.json(games.list))
  app.post('/api/scores', streams.open)
  app.put('/api/scores/:id', streams.choose)
  app.get('/api/connections', streams.count)
  app.post('/api/cut', streams.cut)
  return listen(app, port)
}
