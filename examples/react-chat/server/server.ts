import express from 'express'
import { listen } from '../../listen.ts'
import { chat } from './chat.ts'
import { issueToken, requireToken } from './tokens.ts'

/** Serves a page, and what it asks for, on the loopback interface; port 0 is any that is free. */
export async function startServer(port: number, page: string): Promise<string> {
  const app = express()
  app.use(express.static(page))
  app.post('/api/token', issueToken)
  app.post('/api/chat', requireToken, express.json(), chat)
  return listen(app, port)
}
