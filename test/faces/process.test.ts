// What a source does to the life of a Node process, each in one of its own.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { TestServerClient } from '../setup/client.ts'
import { startServer } from '../setup/server.ts'

const testServer = await startServer()
const server = await TestServerClient.connect(testServer.url)
afterAll(() => testServer.close())

const index = new URL('../../src/index.ts', import.meta.url).href

/** Runs a script with what the sources export, and `url`; resolves when its process has ended by itself. */
async function run(url: string, script: string): Promise<string> {
  const names = 'FetchEventSource, fetchEvents, readEvents'
  const module = `import { ${names} } from '${index}'\nconst url = '${url}'\n${script}`
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', module],
    { timeout: 10_000 },
  )
  return stdout
}

test('waiting to reconnect keeps it alive', async () => {
  const endpoint = server.endpoint()
  const url = endpoint.url('end,status-204')
  await run(url, `new FetchEventSource(url, { reconnect: { delay: 200, maxDelay: 200 } })`)
  expect((await endpoint.state()).requests).toHaveLength(2)
})

test.each(['new FetchEventSource(url, init)', 'fetchEvents(url, init)'])(
  'closing %s while it waits lets it end',
  async (make) => {
    const endpoint = server.endpoint()
    const script = `
      const trace = ({ type }) => type === 'waiting' && setImmediate(() => source.close())
      const init = { trace, reconnect: { delay: 3_600_000 } }
      const source = ${make}
      source.next?.()
    `
    await run(endpoint.url('end'), script)
    expect((await endpoint.state()).requests).toHaveLength(1)
  },
)

test('closing an open source lets it end, whatever its timeouts', async () => {
  const endpoint = server.endpoint()
  const script = `
    const limit = 3_600_000
    const timeouts = { connectTimeout: limit, idleTimeout: limit, eventTimeout: limit }
    const source = new FetchEventSource(url, timeouts)
    source.onmessage = ({ data }) => {
      console.log(data)
      source.close()
    }
  `
  expect(await run(endpoint.url('events', { stream: 'data: 1\n\n' }), script)).toBe('1\n')
})

test('leaving a loop lets it end', async () => {
  const endpoint = server.endpoint()
  const script = `
    for await (const { data } of fetchEvents(url)) {
      console.log(data)
      break
    }
    for await (const { data } of readEvents(await fetch(url))) {
      console.log(data)
      break
    }
  `
  const url = endpoint.url('events', { stream: ['data: 1\n\n', 'data: 2\n\n'] })
  expect(await run(url, script)).toBe('1\n2\n')
})

test('an idle timer alone does not keep it alive', async () => {
  const script = `
    const body = new ReadableStream()
    const fetch = async () => new Response(body, { headers: { 'content-type': 'text/event-stream' } })
    new FetchEventSource(url, { fetch, idleTimeout: 3_600_000, eventTimeout: 3_600_000 })
      .onopen = () => console.log('open')
  `
  expect(await run('http://127.0.0.1/', script)).toBe('open\n')
})
