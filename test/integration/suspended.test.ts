// A process that was suspended or busy finds its timers run out and bytes in its sockets, and runs the timers first: no timeout
// may fire of what has come in time. In processes of their own, which stop themselves, or work on without a turn.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as passed } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { eventStream, listen } from '../setup/listen.ts'
import { node20 } from '../setup/node20.ts'

const bundles = mkdtempSync(join(tmpdir(), 'millrace-'))
const program = join(bundles, 'program.mjs')

const LIMIT = 1500
/** For how long there is no turn: well over the limit. */
const PAUSE = 1800

const code = `
  import { existsSync, readFile } from 'node:fs'
  import process from 'node:process'
  import { FetchEventSource } from './index.mjs'
  const [origin, folder, option, how] = process.argv.slice(2)
  const isThere = (name) => existsSync(folder + '/' + name)
  // The first fetch of a process takes its time.
  await (await fetch(origin + '/first')).text()
  const source = new FetchEventSource(origin, { [option]: ${LIMIT}, reconnect: false })
  source.onmessage = ({ data }) => {
    console.log(data)
    if (data === 'in time') source.close()
  }
  source.onerror = ({ error }) => console.log(error.code)
  const pause = {
    stop: () => process.kill(process.pid, 'SIGSTOP'),
    block: () => {
      console.log('paused')
      const end = performance.now() + ${PAUSE}
      while (!isThere('written') || performance.now() < end);
    },
  }
  const watch = setInterval(() => {
    if (!isThere('ready') || (option !== 'connectTimeout' && source.readyState !== 1)) return
    clearInterval(watch)
    readFile(process.argv[1], pause[how])
  }, 1)
`

beforeAll(async () => {
  writeFileSync(program, code)
  await build({
    entryPoints: [fileURLToPath(new URL('../../src/index.ts', import.meta.url))],
    outfile: join(bundles, 'index.mjs'),
    bundle: true,
    format: 'esm',
    target: 'es2022',
  })
})

afterAll(() => rmSync(bundles, { recursive: true }))

const deno = fileURLToPath(new URL('../../node_modules/.bin/deno', import.meta.url))
const runtimes: { name: string; command: [string, ...string[]] }[] = [
  { name: 'this Node', command: [process.execPath] },
  { name: 'the oldest Node', command: [node20] },
  { name: 'Deno', command: [deno, 'run', '-A'] },
]

/** The process's state, as the system has it: T is stopped. */
function stateOf(pid: number): string {
  return execFileSync('ps', ['-o', 'state=', '-p', `${pid}`], { encoding: 'utf8' }).trim()
}

/** Runs the program, pauses it until it is too late by its timers, and gives what it printed. */
async function runPaused([path, ...args]: [string, ...string[]], option: string, how: string) {
  const folder = mkdtempSync(join(bundles, 'run-'))
  let response: ServerResponse | undefined
  const origin = await listen((request, answer) => {
    if (request.url === '/first') return void answer.end()
    response = answer
    if (option !== 'connectTimeout') answer.writeHead(200, eventStream).write('data: first\n\n')
    writeFileSync(join(folder, 'ready'), '')
  })
  const child = spawn(path, [...args, program, origin, folder, option, how], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const kill = () => child.kill('SIGKILL')
  onTestFinished(() => void kill())
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  const ended = new Promise((resolve) => child.on('close', resolve))

  const isPaused = () => (how === 'stop' ? stateOf(child.pid!) === 'T' : output.includes('paused'))
  await vi.waitFor(() => expect(isPaused()).toBe(true), { timeout: 15_000, interval: 10 })
  if (!response!.headersSent) response!.writeHead(200, eventStream)
  await new Promise((resolve) => response!.write('data: in time\n\n', resolve))
  writeFileSync(join(folder, 'written'), '')
  if (how === 'stop') {
    // That time passes is what is tested.
    await passed(PAUSE)
    child.kill('SIGCONT')
  }
  expect(await ended).toBe(0)
  return output.split('\n').filter((line) => line !== '' && line !== 'paused' && line !== 'first')
}

describe.for(runtimes.filter(({ command: [path] }) => existsSync(path)))(
  'in a process of $name',
  ({ command }) => {
    describe.for([
      { how: 'stop', what: 'suspended' },
      { how: 'block', what: 'busy' },
    ])('that was $what', ({ how }) => {
      test.for(['connectTimeout', 'idleTimeout', 'eventTimeout'])(
        '%s does not fire of what had come in time',
        async (option) => expect(await runPaused(command, option, how)).toEqual(['in time']),
      )
    })
  },
)
