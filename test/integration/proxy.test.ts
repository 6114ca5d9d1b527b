// Behind Debian's nginx: what its settings do to an event stream, and that nothing is lost.
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { startNginx } from '../../examples/nginx.ts'
import { nginx } from '../../examples/tools.ts'
import { FetchEventSource } from '../../src/index.ts'
import { headerBytes, TestServerClient } from '../setup/client.ts'
import { startServer } from '../setup/server.ts'

const testServer = await startServer()
const server = await TestServerClient.connect(testServer.url)
afterAll(() => testServer.close())

/** A source behind an nginx with these directives. */
async function connect(directives: string, route: string, stream: string[] = []) {
  const proxy = await startNginx(server.origin, directives)
  onTestFinished(() => proxy.close())
  const endpoint = server.endpoint()
  const url = endpoint.url(route, { stream }, proxy.origin)
  const source = new FetchEventSource(url, { reconnect: { delay: 1 } })
  onTestFinished(() => source.close())
  const data: string[] = []
  const watchers = new Set<() => void>()
  source.onmessage = (event) => {
    data.push(event.data)
    for (const watch of watchers) watch()
  }
  const received = (count: number) =>
    new Promise<string[]>((resolve) => {
      const watch = () => void (data.length >= count && resolve(data.slice()))
      watchers.add(watch)
      watch()
    })
  return { source, endpoint, data, received }
}

const unbuffered = 'proxy_buffering off;'
const zipped = 'gzip on; gzip_types text/event-stream; gzip_min_length 1;'

// Without nginx these tests cannot run; `npm test` says so, and refuses it under CI.
describe.runIf(nginx.find())('behind nginx', () => {
  test.for([
    ['with buffering, as it is by default,', ''],
    ['without buffering', unbuffered],
    ['compressed, without buffering', unbuffered + zipped],
  ] as const)('%s every event comes at once', async ([, directives]) => {
    const { endpoint, received } = await connect(directives, 'events')
    for (const count of [1, 2, 3]) {
      await endpoint.write(`data: ${count}\n\n`)
      expect(await received(count)).toHaveLength(count)
    }
  })

  test('compressed, with buffering, events wait for enough of them, or for the end', async () => {
    const { endpoint, data, received } = await connect(zipped, 'events')
    await endpoint.write('data: 1\n\n')
    // A whole connection past it shows that there was time enough.
    const { endpoint: other, received: otherReceived } = await connect(unbuffered, 'events')
    await other.write('data: there and back\n\n')
    await otherReceived(1)
    expect(data).toEqual([])
    await endpoint.end()
    expect(await received(1)).toEqual(['1'])
  })

  test('a proxy that cuts connections that are idle for two seconds loses nothing', async () => {
    const stream = ['id: 1\ndata: one\n\n', 'id: 2\ndata: two\n\n', 'id: 3\ndata: three\n\n']
    const { source, endpoint, received } = await connect(
      `${unbuffered} proxy_read_timeout 2s;`,
      'events',
      stream,
    )
    const causes: string[] = []
    source.onerror = ({ error }) => causes.push(error!.code)
    expect(await received(3)).toEqual(['one', 'two', 'three'])
    const { requests } = await endpoint.state()
    expect(requests.map((request) => headerBytes(request, 'last-event-id'))).toEqual([
      [],
      ['1'],
      ['2'],
    ])
    expect(causes).toEqual(['network', 'network'])
  })

  test('comments more often than that keep the connection', async () => {
    const { source, endpoint } = await connect(`${unbuffered} proxy_read_timeout 1s;`, 'heartbeats')
    let losses = 0
    source.onerror = () => losses++
    await new Promise((resolve) => (source.onopen = resolve))
    const { written } = await endpoint.request(1)
    // Sixty of them, one every 20 ms, last longer than the proxy would wait.
    for (let now = written; now < written + 60 * ': heartbeat\n'.length;) {
      now = (await endpoint.request(1)).written
    }
    expect(losses).toBe(0)
    expect((await endpoint.state()).requests).toHaveLength(1)
  })
})
