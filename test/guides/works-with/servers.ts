import type { RequestListener, ServerResponse } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { followers } from '../../../examples/works-with/servers/feed.ts'
import * as listeners from '../../../examples/works-with/servers/listeners.ts'
import { fetchEvents } from '../../../src/index.ts'
import { listen } from '../../setup/listen.ts'

interface Server {
  name: string
  /** better-sse's data is JSON. */
  text: (data: string) => string
  create: () => RequestListener | Promise<RequestListener>
}

const asItIs = (data: string) => data

test.for<Server>([
  {
    name: 'better-sse',
    create: () => listeners.betterSse,
    text: (data) => JSON.parse(data) as string,
  },
  { name: 'Hono', create: () => listeners.honoListener, text: asItIs },
  { name: 'h3', create: () => listeners.h3Listener, text: asItIs },
  { name: 'Fastify', create: listeners.fastifyListener, text: asItIs },
  { name: 'NestJS', create: listeners.nestListener, text: asItIs },
])('$name: resumed after a loss, and told when the client is gone', async ({ create, text }) => {
  const listener = await create()
  const responses: ServerResponse[] = []
  const origin = await listen((request, response) => {
    responses.push(response)
    listener(request, response)
  })
  const stream = fetchEvents(`${origin}/events`, { reconnect: { delay: 10 } })
  onTestFinished(() => stream.close())
  const received: string[] = []
  for await (const { type, lastEventId, data } of stream) {
    received.push(`${type} ${lastEventId} ${text(data)}`)
    if (received.length === 2) responses[0]!.destroy()
    if (received.length === 4) break
  }
  expect(received).toEqual([
    'count 1 number 1',
    'count 2 number 2',
    'count 3 number 3',
    'count 4 number 4',
  ])
  expect(responses).toHaveLength(2)
  await expect.poll(() => followers.size).toBe(0)
})
