// Five minutes of silence, which Node's `fetch` does not endure: what the README says of it and against it. The sockets are
// real; the clock, which undici reads as anyone does, is put forward.
import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { FetchEventSource, type FetchEventSourceInit } from '../../src/index.ts'
import { eventStream, listen } from '../setup/listen.ts'
import { root } from '../setup/readme-snippets.ts'

beforeAll(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))

/** undici reads its clock every half second, and is up to two readings late. */
const LATE = 1_500

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000)

/** A server whose streams begin with one event, and say no more by themselves. */
async function serve(): Promise<{
  origin: string
  asked: unknown[]
  write: (text: string) => void
}> {
  const asked: unknown[] = []
  let last: ServerResponse | undefined
  const origin = await listen(({ headers }, response) => {
    asked.push(headers['last-event-id'])
    last = response.writeHead(200, eventStream)
    last.write(`id: ${asked.length}\ndata: stream ${asked.length}\n\n`)
  })
  return { origin, asked, write: (text) => void last!.write(text) }
}

/** Connects, and gives the data of the events as they come. */
function connect(origin: string, init: FetchEventSourceInit = {}) {
  const source = new FetchEventSource(origin, init)
  onTestFinished(() => source.close())
  return { source, next: dataOf(source) }
}

function dataOf(source: FetchEventSource): () => Promise<string> {
  const taken: string[] = []
  let wake = () => {}
  source.addEventListener('message', ({ data }) => {
    taken.push(data)
    wake()
  })
  return async () => {
    while (taken.length === 0) await new Promise<void>((resolve) => (wake = resolve))
    return taken.shift()!
  }
}

test('they end the stream, which is resumed from the last event ID', async () => {
  const { origin, asked, write } = await serve()
  const { source, next } = connect(origin)
  const lost = new Promise<{ error: Error; reconnectIn: number }>(
    (resolve) => (source.onerror = resolve as never),
  )
  expect(await next()).toBe('stream 1')
  await seconds(299)
  write('data: in time\n\n')
  expect(await next()).toBe('in time')
  await seconds(300)
  await vi.advanceTimersByTimeAsync(LATE)
  const { error, reconnectIn } = await lost
  expect(error).toMatchObject({
    code: 'network',
    cause: { cause: { code: 'UND_ERR_BODY_TIMEOUT' } },
  })
  await vi.advanceTimersByTimeAsync(reconnectIn)
  expect(await next()).toBe('stream 2')
  expect(asked).toEqual([undefined, '1'])
})

test('comments more often than that keep it', async () => {
  const { origin, asked, write } = await serve()
  const heard: (() => void)[] = []
  const { next } = connect(origin, { onComment: () => heard.shift()!() })
  await next()
  for (let count = 0; count < 4; count++) {
    await seconds(280)
    const comment = new Promise<void>((resolve) => heard.push(resolve))
    write(': heartbeat\n')
    await comment
  }
  write('data: after all\n\n')
  expect(await next()).toBe('after all')
  expect(asked).toEqual([undefined])
})

/** Runs what the README shows, against that server. */
async function runReadme(origin: string, change = (code: string) => code) {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  const [, code] = /^```js\n(import [^`]*from 'undici'\n[^`]*)```$/m.exec(readme)!
  // miniflare brings undici; whoever follows the README installs it.
  const { resolve } = createRequire(createRequire(import.meta.url).resolve('miniflare'))
  const module = change(code!)
    .replace("'millrace'", `'${pathToFileURL(join(root, 'src/index.ts'))}'`)
    .replace("'undici'", `'${pathToFileURL(resolve('undici'))}'`)
    .replace('https://example.com', origin)
    .concat('export { source }')
  const log = vi.spyOn(console, 'log').mockReturnValue()
  onTestFinished(() => log.mockRestore())
  const { source } = (await import(`data:text/javascript,${encodeURIComponent(module)}`)) as {
    source: FetchEventSource
  }
  onTestFinished(() => source.close())
  return { source, next: dataOf(source), log }
}

test("the README's agent endures them", async () => {
  const { origin, asked, write } = await serve()
  const { next, log } = await runReadme(origin)
  expect(await next()).toBe('stream 1')
  await seconds(3600)
  write('data: after an hour\n\n')
  expect(await next()).toBe('after an hour')
  expect(asked).toEqual([undefined])
  expect(log.mock.calls).toEqual([['stream 1'], ['after an hour']])
})

test("the README's agent does not without what it is told", async () => {
  const { origin, asked } = await serve()
  const { source, next } = await runReadme(origin, (code) => code.replace('bodyTimeout: 0, ', ''))
  const lost = new Promise<{ reconnectIn: number }>(
    (resolve) => (source.onerror = resolve as never),
  )
  await next()
  await seconds(300)
  await vi.advanceTimersByTimeAsync(LATE)
  await vi.advanceTimersByTimeAsync((await lost).reconnectIn)
  expect(await next()).toBe('stream 2')
  expect(asked).toEqual([undefined, '1'])
})
