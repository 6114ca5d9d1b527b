import { setTimeout as sleep } from 'node:timers/promises'
import { createEventBuffer, createSession } from 'better-sse'
import { cutInside } from './cut.ts'
import type { StreamHandler } from './server.ts'

const STEPS = 10

/** The clients that were cut off, and shall find the server unavailable when they come back. */
const restarting = new Set<unknown>()

/**
 * Progress from the step after Last-Event-ID. Cuts the first connection, is unavailable for a second, ends the next
 * response early, and answers 204 when there is nothing more to say.
 */
export const job: StreamHandler = async (req, res, log) => {
  const { client } = req.query
  const done = Number(req.get('last-event-id') ?? 0)
  if (done >= STEPS) {
    res.status(204).end()
    return
  }
  if (restarting.delete(client)) {
    res.status(503).set('retry-after', '1').json({ error: 'Restarting' })
    return
  }
  const session = await createSession(req, res, { retry: 250 })
  for (let step = done + 1; step <= STEPS; step++) {
    await sleep(40)
    if (!session.isConnected) return
    const progress = { percent: (100 * step) / STEPS }
    if (done === 0 && step === 4) {
      restarting.add(client)
      log.cut(step)
      return cutInside(createEventBuffer().push(progress, 'message', String(step)), res)
    }
    session.push(progress, 'message', String(step))
    log.sent(step)
    if (step === 8) break
  }
  res.end()
}
