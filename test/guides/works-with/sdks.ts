import { expect, onTestFinished, test } from 'vitest'
import { connect } from '../../../examples/works-with/growthbook.ts'
import { follow } from '../../../examples/works-with/pocketbase.ts'
import { startUpstream } from '../../setup/upstream.ts'

test('GrowthBook: a flag changes by the stream, which has the header', async () => {
  const server = await startUpstream()
  const connected = connect(server.origin, 'Bearer secret')
  const features = await server.next()
  features.response
    .writeHead(200, { 'content-type': 'application/json', 'x-sse-support': 'enabled' })
    .end(JSON.stringify({ features: { dark: { defaultValue: false } } }))
  const growthbook = await connected
  onTestFinished(() => growthbook.destroy())
  expect(growthbook.isOn('dark')).toBe(false)

  const stream = await server.next()
  expect(stream.request.url).toBe('/sub/sdk-key')
  expect(stream.request.headers.authorization).toBe('Bearer secret')
  const changed = JSON.stringify({ features: { dark: { defaultValue: true } } })
  stream.send(`event: features\ndata: ${changed}\n\n`)
  await expect.poll(() => growthbook.isOn('dark')).toBe(true)
})

test('PocketBase: a change of a record, before and after a loss', async () => {
  const server = await startUpstream()
  const changes: unknown[] = []
  const following = follow(server.origin, 'posts', (change) => changes.push(change))
  const connect = async (id: string) => {
    const stream = await server.next()
    expect(stream.request.url).toBe('/api/realtime')
    stream.send(`id: ${id}\nevent: PB_CONNECT\ndata: {"clientId":"${id}"}\n\n`)
    const { request, response } = await server.next()
    let body = ''
    for await (const text of request.setEncoding('utf8')) body += text
    expect(JSON.parse(body)).toEqual({ clientId: id, subscriptions: ['posts/*'] })
    response.writeHead(204).end()
    return stream
  }
  const first = await connect('a')
  const unsubscribe = await following
  first.send('event: posts/*\ndata: {"action":"create","record":{"id":"1"}}\n\n')
  await expect.poll(() => changes).toEqual([{ action: 'create', record: { id: '1' } }])

  first.response.destroy()
  const second = await connect('b')
  second.send('event: posts/*\ndata: {"action":"delete","record":{"id":"1"}}\n\n')
  await expect.poll(() => changes).toHaveLength(2)
  await unsubscribe()
  await second.closed
})
