// React Native's own globals and XMLHttpRequest, bundled with the packed package by Metro and its preset; native code is played.
import { execFile, execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createContext, runInContext } from 'node:vm'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { FetchEventSource, fetchEvents } from '../../src/index.ts'
import type { xhrFetch } from '../../src/xhr.ts'
import { eventStream, listen } from '../setup/listen.ts'
import { npmInstall } from '../setup/npm-install.ts'
import { nativeNetworking } from './native-networking.ts'

interface App {
  emit(type: string, args: unknown[]): void
  FetchEventSource: typeof FetchEventSource
  fetchEvents: typeof fetchEvents
  xhrFetch: typeof xhrFetch
}

const folder = join(import.meta.dirname, 'react-native')
const out = mkdtempSync(join(tmpdir(), 'millrace-'))
const bundle = join(out, 'app.js')

beforeAll(async () => {
  npmInstall(folder)
  const installed = join(folder, 'node_modules/millrace')
  rmSync(installed, { recursive: true, force: true })
  cpSync(join(inject('consumer'), 'node_modules/millrace'), installed, { recursive: true })
  await promisify(execFile)(process.execPath, ['build.mjs', bundle], { cwd: folder })
}, 300_000)

afterAll(() => rmSync(out, { recursive: true }))

/** Runs the bundle where there is nothing but what a bare engine has, timers and a clock. */
function startApp(): App {
  let app: App | undefined
  const Networking = nativeNetworking((type, args) => app!.emit(type, args))
  const context = createContext({
    ...{ setTimeout, clearTimeout, performance, TextEncoder },
    nativeModuleProxy: {
      Networking,
      NativePerformanceCxx: { now: () => performance.now() },
      PlatformConstants: { getConstants: () => ({}) },
    },
  })
  Object.assign(context, { global: context })
  runInContext(readFileSync(bundle, 'utf8'), context, { filename: 'app.js' })
  return (app = runInContext('app', context) as App)
}

/** Two events a connection, which is then cut; the next ones go on from the last event ID. */
function serve(): Promise<string> {
  return listen(({ headers }, response) => {
    const id = Number(headers['last-event-id'] ?? 0)
    response.writeHead(200, eventStream)
    response.write(`id: ${id + 1}\ndata: é中🙂 ${id + 1}\n\nid: ${id + 2}\ndata: ${id + 2}\n\n`)
    setImmediate(() => response.destroy())
  })
}

const expected = ['é中🙂 1', '2', 'é中🙂 3', '4', 'é中🙂 5']
const reconnect = { delay: 1, jitter: false }

test("Hermes' compiler takes the bundle, optimised", () => {
  const compiler = join(folder, 'node_modules/hermes-compiler/hermesc/linux64-bin/hermesc')
  const args = ['-O', '-emit-binary', '-out', join(out, 'app.hbc'), bundle]
  execFileSync(compiler, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  expect(readFileSync(join(out, 'app.hbc')).length).toBeGreaterThan(100_000)
})

test('a FetchEventSource reads as it arrives, and goes on after a cut', async () => {
  const { FetchEventSource, xhrFetch } = startApp()
  const source = new FetchEventSource(await serve(), { fetch: xhrFetch, reconnect })
  const seen: string[] = []
  await new Promise<void>((resolve) => {
    source.onmessage = ({ data }) => {
      if (seen.push(data) < 5) return
      source.close()
      resolve()
    }
  })
  expect(seen).toEqual(expected)
})

test('so does a loop over the answer to a POST', async () => {
  const { fetchEvents, xhrFetch } = startApp()
  const init = { method: 'POST', body: 'question', fetch: xhrFetch, reconnect }
  const seen: string[] = []
  for await (const { data } of fetchEvents(await serve(), init)) if (seen.push(data) === 5) break
  expect(seen).toEqual(expected)
})

test("without it, React Native's fetch fails once, and the message says what to do", async () => {
  const { FetchEventSource } = startApp()
  const url = await listen((_, response) => response.writeHead(200, eventStream).end('data: 1\n\n'))
  // React Native's fetch comes with a response that has no body.
  const bodiless = () => Promise.resolve({ status: 200, url, headers: new Headers(eventStream) })
  const { reason, error } = await new FetchEventSource(url, { fetch: bodiless as never }).closed
  expect(reason).toBe('failed')
  expect(error).toMatchObject({ code: 'not-streamable' })
})
