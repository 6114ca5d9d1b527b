// The JavaScript of expo/fetch, as its package has it, over a native module that is played.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { FetchEventSource, fetchEvents, type FetchLike } from '../../src/index.ts'
import { eventStream, listen } from '../setup/listen.ts'
import { ExpoFetchModule } from './native-expo-fetch.ts'

const EXPO = 'expo@58.0.0'

const folder = mkdtempSync(join(tmpdir(), 'millrace-'))
let expoFetch: FetchLike

// The package alone: what it depends on is not of these modules.
beforeAll(async () => {
  const options = { cwd: folder, encoding: 'utf8', timeout: 100_000 } as const
  const tarball = execFileSync('npm', ['pack', '--silent', EXPO], options).trim()
  execFileSync('tar', ['-xzf', tarball], options)
  const outfile = join(folder, 'fetch.mjs')
  await build({
    entryPoints: [join(folder, 'package/src/winter/fetch/fetch.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    tsconfigRaw: '{}',
    external: ['react-native/*'],
    define: { __DEV__: 'false' },
    plugins: [
      {
        name: 'native modules',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^expo-modules-core$/ }, () => ({
            path: 'core',
            namespace: 'played',
          }))
          const contents =
            'export const requireNativeModule = (name) => globalThis.nativeModules[name]; export const CodedError = Error; export class UnavailabilityError extends Error {}'
          onLoad({ filter: /.*/, namespace: 'played' }, () => ({ contents }))
        },
      },
    ],
  })
  vi.stubGlobal('nativeModules', { ExpoFetchModule })
  expoFetch = ((await import(outfile)) as { fetch: FetchLike }).fetch
}, 120_000)

afterAll(() => {
  vi.unstubAllGlobals()
  rmSync(folder, { recursive: true })
})

const reconnect = { delay: 1, jitter: false }

test('a FetchEventSource reads as it arrives, and goes on after a cut', async () => {
  const url = await listen(({ headers }, response) => {
    const id = Number(headers['last-event-id'] ?? 0)
    response.writeHead(200, eventStream).write(`id: ${id + 1}\ndata: é ${id + 1}\n\n`)
    setImmediate(() => response.destroy())
  })
  const source = new FetchEventSource(url, { fetch: expoFetch, reconnect })
  onTestFinished(() => source.close())
  const seen: string[] = []
  await new Promise<void>((resolve) => {
    source.onmessage = ({ data }) => {
      if (seen.push(data) < 3) return
      source.close()
      resolve()
    }
  })
  expect(seen).toEqual(['é 1', 'é 2', 'é 3'])
})

test('leaving a loop over a POST closes its connection', async () => {
  let close: (() => void) | undefined
  const closed = new Promise<void>((resolve) => (close = resolve))
  const url = await listen((request, response) => {
    request.socket.once('close', () => close!())
    response.writeHead(200, eventStream).write('data: 1\n\n')
  })
  const init = { method: 'POST', body: 'question', fetch: expoFetch }
  for await (const { data } of fetchEvents(url, init)) {
    expect(data).toBe('1')
    break
  }
  await closed
})
