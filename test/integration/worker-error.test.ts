import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { listen } from '../setup/listen.ts'

const folder = mkdtempSync(join(tmpdir(), 'millrace-'))
const bundle = join(folder, 'index.mjs')

beforeAll(() =>
  build({
    entryPoints: [fileURLToPath(new URL('../../src/index.ts', import.meta.url))],
    outfile: bundle,
    bundle: true,
    format: 'esm',
    target: 'es2022',
  }),
)

afterAll(() => rmSync(folder, { recursive: true }))

/** What a worker with a refused source posts; `how` is what it does with the error. */
async function posted(how: string): Promise<unknown> {
  const origin = await listen((_, response) => void response.writeHead(429).end('slow down'))
  const code = `
    const { parentPort } = require('node:worker_threads')
    import('${pathToFileURL(bundle)}').then(({ FetchEventSource }) => {
      new FetchEventSource('${origin}').onerror = ({ error }) => parentPort.postMessage(${how})
    })
  `
  const worker = new Worker(code, { eval: true })
  onTestFinished(async () => void (await worker.terminate()))
  return new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
}

test('a worker posts an error as it is: its message is left, with the code in front', async () => {
  const error = await posted('error')
  expect(error).toBeInstanceOf(Error)
  expect((error as Error).message).toMatch(/^http-status: .*429/)
})

test('a worker posts its JSON: what to branch on is left too', async () => {
  const error: unknown = JSON.parse((await posted('JSON.stringify(error)')) as string)
  expect(error).toMatchObject({
    name: 'EventSourceError',
    message: expect.stringMatching(/^http-status: /),
    code: 'http-status',
    status: 429,
    attempt: 1,
    phase: 'refused',
  })
})
