import { randomUUID } from 'node:crypto'
import { createEventBuffer } from 'better-sse'
import express, { type RequestHandler, type Response } from 'express'
import { listen } from '../../listen.ts'
import { Job, type Step } from './job.ts'

type Handler = RequestHandler<{ id: string }>

/** How long an outcome is kept for a page that comes back. */
const KEPT = 10 * 60_000

/** Serves a page, and takes its files, on the loopback interface; port 0 is any that is free. */
export async function startServer(port: number, page: string): Promise<string> {
  const jobs = new Map<string, Job>()
  const streams = new Set<Response>()

  const create: Handler = (_req, res) => {
    const id = randomUUID()
    jobs.set(id, new Job())
    setTimeout(() => jobs.delete(id), KEPT).unref()
    res.status(201).json({ id })
  }

  const find: Handler = (req, res, next) => {
    const job = jobs.get(req.params.id)
    if (!job) return void res.status(404).end()
    res.locals['job'] = job
    next()
  }

  const upload: Handler = async (req, res) => {
    await jobOf(res).run(req)
    if (!res.destroyed) res.status(202).end()
  }

  /** The steps after Last-Event-ID, each as it comes, and then the end; 204 if there are none any more. */
  const stream: Handler = (req, res) => {
    const job = jobOf(res)
    const missed = job.steps.slice(Number(req.get('last-event-id') ?? 0))
    if (job.isOver && missed.length === 0) return void res.status(204).end()
    res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    const send = ({ id, type, data }: Step) => {
      const event = createEventBuffer().push(data, type, String(id))
      res.write(event.read())
      if (job.isOver && id === job.steps.length) res.end()
    }
    res.write('retry: 500\n\n')
    missed.forEach(send)
    job.on('step', send)
    streams.add(res)
    res.on('close', () => {
      job.off('step', send)
      streams.delete(res)
    })
  }

  const cut: RequestHandler = (_req, res) => {
    for (const stream of streams) stream.destroy()
    res.status(204).end()
  }

  const cancel: Handler = (_req, res) => {
    jobOf(res).cancel()
    res.status(204).end()
  }

  const app = express()
  app.use(express.static(page))
  app.post('/api/jobs', create)
  app.put('/api/jobs/:id/file', find, upload)
  app.get('/api/jobs/:id/steps', find, stream)
  app.delete('/api/jobs/:id', find, cancel)
  app.post('/api/cut', cut)
  return listen(app, port)
}

function jobOf(res: Response): Job {
  return res.locals['job'] as Job
}
