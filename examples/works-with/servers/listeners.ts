// Each server as a listener of Node's, so that the tests can serve it where a port is free.
import type { RequestListener } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { toNodeHandler } from 'h3/node'
import { answer } from '../better-sse.ts'
import { app as fastify } from '../fastify.ts'
import { app as h3 } from '../h3.ts'
import { app as hono } from '../hono.ts'
import { createApp } from './nest-app.ts'

export const betterSse: RequestListener = (request, response) => void answer(request, response)
const answerWithHono = getRequestListener(hono.fetch)
export const honoListener: RequestListener = (request, response) =>
  void answerWithHono(request, response)
export const h3Listener: RequestListener = toNodeHandler(h3)

export async function fastifyListener(): Promise<RequestListener> {
  await fastify.ready()
  return (request, response) => fastify.routing(request, response)
}

export async function nestListener(): Promise<RequestListener> {
  const app = await createApp()
  return app.getHttpAdapter().getInstance() as RequestListener
}
