import { createEventBuffer } from 'better-sse'
import type { RequestHandler, Response } from 'express'
import { type Entry, inboxOf } from './inbox.ts'
import { userOf } from './tokens.ts'

const HEARTBEAT = 15_000

const streams = new Map<string, Set<Response>>()

/** A user's notifications: from the one after Last-Event-ID if that is still known, else all, and then each as it comes. */
export const stream: RequestHandler = (req, res) => {
  const user = userOf(res)
  const inbox = inboxOf(user)
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  const send = (id: number, type: string, data: unknown) =>
    res.write(createEventBuffer().push(data, type, String(id)).read())
  const onEntry = ({ id, type, data }: Entry) => void send(id, type, data)

  res.write('retry: 1000\n\n')
  const missed = inbox.after(Number(req.get('last-event-id') ?? Number.NaN))
  if (missed) missed.forEach(onEntry)
  else send(inbox.snapshot.id, 'snapshot', inbox.snapshot.notifications)

  inbox.on('entry', onEntry)
  const heartbeat = setInterval(() => res.write(':\n\n'), HEARTBEAT)
  const open = streams.get(user) ?? new Set()
  streams.set(user, open.add(res))
  res.on('close', () => {
    inbox.off('entry', onEntry)
    clearInterval(heartbeat)
    open.delete(res)
  })
}

/** A stream must not outlive the token that it was opened with. */
export const cutStreams: RequestHandler = (_req, res) => {
  for (const stream of streams.get(userOf(res)) ?? []) stream.destroy()
  res.status(204).end()
}
