import { setTimeout as sleep } from 'node:timers/promises'
import { createEventBuffer, createSession } from 'better-sse'
import { cutInside } from './cut.ts'
import type { StreamHandler } from './server.ts'

const QUOTES = 24
const QUOTES_A_CONNECTION = 5

/** Quotes from the one after Last-Event-ID to the closing bell; cuts the connection every few of them. */
export const ticker: StreamHandler = async (req, res, log) => {
  const session = await createSession(req, res, { retry: 250 })
  const first = Number(session.lastId) + 1
  for (let id = first; id <= QUOTES; id++) {
    await sleep(40)
    if (!session.isConnected) return
    if (id === first + QUOTES_A_CONNECTION) {
      log.cut(id)
      return cutInside(createEventBuffer().push(quote(id), 'price', String(id)), res)
    }
    session.push(quote(id), 'price', String(id))
    log.sent(id)
  }
  session.push('closing bell', 'bell', String(QUOTES + 1))
  log.sent(QUOTES + 1)
}

function quote(id: number): { symbol: string; price: number } {
  return { symbol: 'MILL', price: 100 + 5 * Math.sin(id / 4) }
}
