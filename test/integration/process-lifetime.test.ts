import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventStream, listen } from '../setup/listen.ts'
import { node20 } from '../setup/node20.ts'

const folder = mkdtempSync(join(tmpdir(), 'millrace-'))

beforeAll(() =>
  build({
    entryPoints: [fileURLToPath(new URL('../../src/index.ts', import.meta.url))],
    outfile: join(folder, 'index.mjs'),
    bundle: true,
    format: 'esm',
    target: 'es2022',
  }),
)

afterAll(() => rmSync(folder, { recursive: true }))

const runtimes = [
  { name: 'this Node', path: process.execPath },
  { name: 'the oldest Node', path: node20 },
].filter(({ path }) => existsSync(path))

/** Serves an open stream at `/open`, a good one that ends at `/ended`, and 204 at `/done`. */
function serve(): Promise<string> {
  return listen((request, response) => {
    if (request.url === '/done') return void response.writeHead(204).end()
    response.writeHead(200, eventStream).write('retry: 60000\ndata: a\n\n')
    if (request.url === '/ended') response.end()
  })
}

// An unref'd timer does not keep a process alive, so its line is printed only where something else does.
const head = `
  import { FetchEventSource, fetchEvents } from './index.mjs'
  const origin = process.argv[2]
  const ifStillAlive = (run) => setTimeout(run, 300).unref()
  const log = (line) => console.log(line)
`

let scripts = 0

/** Runs the code until its process ends by itself, and gives what it printed. */
async function run(node: string, code: string): Promise<string[]> {
  const file = join(folder, `script-${scripts++}.mjs`)
  writeFileSync(file, head + code)
  const child = spawn(node, [file, await serve()], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Well under the times that the scripts wait for.
    timeout: 15_000,
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  const ended = await new Promise((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal })),
  )
  expect(ended).toEqual({ code: 0, signal: null })
  return output.split('\n').slice(0, -1)
}

describe.for(runtimes)('a process of $name', { timeout: 20_000 }, ({ path }) => {
  test('lives while a source is open, and ends when it is closed', async () => {
    const code = `
      const source = new FetchEventSource(origin + '/open')
      source.onopen = () => ifStillAlive(() => {
        log('alive')
        source.close()
      })
    `
    expect(await run(path, code)).toEqual(['alive'])
  })

  test('lives while a source waits to reconnect, and ends when it is closed', async () => {
    const code = `
      const source = new FetchEventSource(origin + '/ended')
      source.onerror = ({ reconnectIn }) => {
        log(reconnectIn)
        ifStillAlive(() => {
          log('alive')
          source.close()
        })
      }
    `
    expect(await run(path, code)).toEqual(['60000', 'alive'])
  })

  test('lives while a source waits for its token', async () => {
    const code = `
      const headers = () => new Promise((resolve) => setTimeout(() => resolve({}), 100))
      const source = new FetchEventSource(origin + '/open', { headers })
      source.onopen = () => {
        log('open')
        source.close()
      }
    `
    expect(await run(path, code)).toEqual(['open'])
  })

  test('ends when a source is closed in the turn that made it', async () => {
    const code = `
      new FetchEventSource(origin + '/open').close()
      log('closed')
    `
    expect(await run(path, code)).toEqual(['closed'])
  })

  test('ends when the server says that there is no more', async () => {
    const code = `
      const source = new FetchEventSource(origin + '/done')
      source.closed.then(({ reason }) => log(reason))
    `
    expect(await run(path, code)).toEqual(['no-content'])
  })

  test('ends when a source has failed', async () => {
    const code = `
      const source = new FetchEventSource(origin.replace('http:', 'ftp:'))
      source.closed.then(({ reason }) => log(reason))
    `
    expect(await run(path, code)).toEqual(['failed'])
  })

  test('ends when a source is aborted while it waits', async () => {
    const code = `
      const controller = new AbortController()
      const source = new FetchEventSource(origin + '/ended', { signal: controller.signal })
      source.onerror = () => ifStillAlive(() => controller.abort())
      source.closed.then(({ reason }) => log(reason))
    `
    expect(await run(path, code)).toEqual(['aborted'])
  })

  test('lives while a loop waits for events, and ends when the loop is left', async () => {
    const code = `
      for await (const { data } of fetchEvents(origin + '/ended')) {
        log(data)
        break
      }
      const stream = fetchEvents(origin + '/open')
      await stream.next()
      ifStillAlive(() => {
        log('alive')
        stream.close()
      })
      log((await stream.next()).done)
    `
    expect(await run(path, code)).toEqual(['a', 'alive', 'true'])
  })

  test.for([
    ['connectTimeout', '() => new Promise(() => {})'],
    ['idleTimeout', 'async () => new Response(new ReadableStream(), { headers })'],
    ['eventTimeout', 'async () => new Response(new ReadableStream(), { headers })'],
  ])('does not live for %s alone', async ([option, fetch]) => {
    // A transport that holds nothing of the event loop leaves the timer alone.
    const code = `
      const headers = { 'content-type': 'text/event-stream' }
      const fetch = ${fetch}
      new FetchEventSource(origin, { fetch, ${option}: 60_000 })
      setTimeout(() => log('waiting'), 50)
    `
    expect(await run(path, code)).toEqual(['waiting'])
  })

  test('does not live for a loop that is never run', async () => {
    const code = `
      fetchEvents(origin + '/open', { signal: new AbortController().signal, idleTimeout: 60_000 })
      log('made')
    `
    expect(await run(path, code)).toEqual(['made'])
  })
})
