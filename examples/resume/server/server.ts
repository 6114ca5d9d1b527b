import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express, { type RequestHandler, type Response } from 'express'
import { EventLog } from './event-log.ts'

/** How many events are remembered. */
const CAPACITY = 50

/** Something that changed the balance, and what it was after that. */
interface Booking {
  amount: number
  balance: number
}

/** Serves a page and an account on the loopback interface; port 0 is any that is free. A booking is made so often, in ms. */
export async function startServer(port: number, page: string, every: number): Promise<string> {
  const log = new EventLog<Booking>(CAPACITY)
  const streams = new Set<Response>()
  let balance = 0

  function book(): void {
    const amount = Math.ceil(Math.random() * 100) - 40
    balance += amount
    log.append({ amount, balance })
  }

  const stream: RequestHandler = (req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    res.write('retry: 300\n\n')
    const send = (type: string, id: string, data: object) =>
      res.write(`event: ${type}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`)

    const lastEventId = req.get('last-event-id') ?? String(req.query['lastEventId'] ?? '')
    const missed = log.after(lastEventId)
    // Whoever is new, or was away for too long, is told where things stand, and goes on from there.
    if (missed === undefined) send('reset', log.lastEventId, { balance })
    for (const { id, data } of missed ?? []) send('booking', id, data)
    if (missed) send('caught_up', log.lastEventId, { bookings: missed.length })
    // In the same turn: between what was missed and what is to come there is no gap to fall into.
    const unsubscribe = log.subscribe(({ id, data }) => send('booking', id, data))
    streams.add(res)
    res.once('close', () => {
      unsubscribe()
      streams.delete(res)
    })
  }

  /** Breaks every stream, and makes so many bookings before anyone can be back. */
  const cut: RequestHandler = (req, res) => {
    for (const stream of streams) stream.destroy()
    const meanwhile = Math.min(Number(req.query['meanwhile']) || 0, 1000)
    for (let count = 0; count < meanwhile; count++) book()
    res.status(204).end()
  }

  const app = express()
  app.use(express.static(page))
  app.get('/api/account', stream)
  app.get('/api/balance', (_req, res) => void res.json({ balance }))
  app.post('/api/cut', cut)
  const server = app.listen(port, '127.0.0.1')
  await once(server, 'listening')
  setInterval(book, every)
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
