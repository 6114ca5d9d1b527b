import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Role } from '../../src/shared/hub-effects.ts'
import { SharedEventSource, type SharedEventSourceInit } from '../../src/shared.ts'
import { createTestStream, type TestStream } from '../../src/testing.ts'
import { eventStream, listen } from '../setup/listen.ts'

const Channel = globalThis.BroadcastChannel
let opened = 0
const open = new Set<BroadcastChannel>()

beforeEach(() => {
  opened = 0
  open.clear()
  class CountingChannel extends Channel {
    constructor(name: string) {
      super(name)
      opened++
      open.add(this)
    }

    override close(): void {
      super.close()
      open.delete(this)
    }
  }
  vi.stubGlobal('BroadcastChannel', CountingChannel)
  return () => vi.unstubAllGlobals()
})

let pages = 0

/** Instances of one page, of which the first has had an event. */
async function page(count: number, init: SharedEventSourceInit = {}) {
  const stream = createTestStream()
  const url = `https://example.com/${++pages}`
  const sources = Array.from(
    { length: count },
    () => new SharedEventSource(url, { fetch: stream.fetch, ...init }),
  )
  const event = once(sources[0]!, 'message')
  await stream.send('a')
  await event
  expect([opened, open.size]).toEqual([1, 1])
  return { stream, sources, url }
}

test('the channel is closed with the last instance of the page, and not before', async () => {
  const { sources, stream, url } = await page(3)
  sources[0]!.close()
  sources[2]!.close()
  expect(open.size).toBe(1)
  sources[1]!.close()
  expect(open.size).toBe(0)
  // Another one has another channel.
  const next = new SharedEventSource(url, { fetch: stream.fetch })
  await expect.poll(() => open.size).toBe(1)
  next.close()
  expect([opened, open.size]).toEqual([2, 0])
})

describe('the channel is closed when the source ends', () => {
  const ends: Record<string, (stream: TestStream, source: SharedEventSource) => unknown> = {
    'by its signal': () => controller.abort(),
    'by the event that ends the stream': (stream) => stream.send('[DONE]'),
    'as the server says 204': (stream) => (stream.drop(), stream.respond(204)),
    'as it failed': (stream) => (stream.drop(), stream.respond(404)),
    'in the middle of a chunk': (stream, source) => {
      source.addEventListener('message', () => source.close())
      return stream.sendBytes('data: b\n\ndata: c\n\n')
    },
  }
  let controller: AbortController

  test.for(Object.keys(ends))('%s', async (how) => {
    controller = new AbortController()
    const { signal } = controller
    const { stream, sources } = await page(1, { signal, until: '[DONE]', reconnect: { delay: 1 } })
    void ends[how]!(stream, sources[0]!)
    await sources[0]!.closed
    expect(open.size).toBe(0)
  })
})

test('one that is closed in the same turn opens none', async () => {
  const source = new SharedEventSource(`https://example.com/${++pages}`)
  source.close()
  await source.closed
  await Promise.resolve()
  expect(opened).toBe(0)
})

test.for<Role>(['joining', 'promoting', 'leader'])(
  'one that is closed by its trace of the role "%s" leaves no channel, lock or timer, and asks for nothing',
  async (role) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const stream = createTestStream()
    const source = new SharedEventSource(`https://example.com/${++pages}`, {
      fetch: stream.fetch,
      trace: (record) => {
        if (record.type === 'role' && record.role === role) source.close()
      },
    })
    await source.closed
    await expect.poll(async () => (await navigator.locks.query()).held).toEqual([])
    expect((await navigator.locks.query()).pending).toEqual([])
    expect(open.size).toBe(0)
    expect(vi.getTimerCount()).toBe(0)
    expect(stream.requests).toEqual([])
    vi.useRealTimers()
  },
)

describe('a process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-'))

  beforeAll(() =>
    build({
      entryPoints: [fileURLToPath(new URL('../../src/shared.ts', import.meta.url))],
      outfile: join(folder, 'shared.mjs'),
      bundle: true,
      format: 'esm',
      target: 'es2022',
    }),
  )

  afterAll(() => rmSync(folder, { recursive: true }))

  /** Runs the code, with two sources that are open, until its process ends by itself. */
  async function run(code: string): Promise<string> {
    const origin = await listen((_, response) => {
      response.writeHead(200, eventStream).write('data: a\n\n')
    })
    const file = join(folder, 'script.mjs')
    writeFileSync(
      file,
      `import { SharedEventSource } from './shared.mjs'
      const sources = [1, 2].map(() => new SharedEventSource(process.argv[2]))
      await Promise.all(sources.map((source) => new Promise((resolve) => (source.onopen = resolve))))
      ${code}`,
    )
    const child = spawn(process.execPath, [file, origin], {
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: 60_000,
    })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
    const [exitCode] = (await once(child, 'close')) as [number | null]
    // One that had to be ended has none.
    expect(exitCode).toBe(0)
    return output.trim()
  }

  test('ends by itself when its sources are closed', { timeout: 90_000 }, async () => {
    expect(await run(`for (const source of sources) source.close()`)).toBe('')
  })

  test('goes on while one of them is open', { timeout: 90_000 }, async () => {
    const code = `
      sources[0].close()
      setTimeout(() => {
        console.log('still there')
        sources[1].close()
      }, 300).unref()`
    expect(await run(code)).toBe('still there')
  })
})
