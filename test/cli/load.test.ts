import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startServerProcess, stopServerProcess } from '../../examples/server-process.ts'
import { eventStream, listen } from '../setup/listen.ts'
import { root } from '../setup/readme-snippets.ts'
import { run, runtimes, start } from './program.ts'

/** Every connection gets an event at once and one at each beat, until `beats` are over; then it only stays. */
async function beating(
  beats: number,
): Promise<{ origin: string; open: () => number; most: () => number }> {
  let open = 0
  let most = 0
  const origin = await listen((_request, response) => {
    most = Math.max(most, ++open)
    response.on('close', () => open--)
    response.writeHead(200, eventStream)
    response.write('data: 0\n\n')
    let beat = 0
    const timer = setInterval(() => {
      if (++beat > beats) clearInterval(timer)
      else response.write(`data: ${beat}\n\n`)
    }, 50)
    response.on('close', () => clearInterval(timer))
  })
  return { origin, open: () => open, most: () => most }
}

const quantiles = { p50: expect.any(Number), p95: expect.any(Number), p99: expect.any(Number) }

/** The example whose server keeps a log, as a process of its own. Returns the address of its stream. */
async function exampleServer(): Promise<string> {
  const script = join(root, 'examples/resume/start.ts')
  const server = startServerProcess(process.execPath, [script, '--every', '500'], { cwd: root })
  onTestFinished(() => stopServerProcess(server))
  return `${await server.firstLine}/api/account`
}

/** How many connections to that address are open on this machine. */
function connectionsTo(url: string): number {
  const port = Number(new URL(url).port).toString(16).toUpperCase().padStart(4, '0')
  const table = readFileSync('/proc/net/tcp', 'utf8')
  // To it, and established.
  return table.match(new RegExp(`0100007F:\\w{4} 0100007F:${port} 01`, 'g'))?.length ?? 0
}

test("a thousand sources of the examples' server: JSON, a table, a progress line, and in the end no connection", async () => {
  const url = await exampleServer()
  const args = ['load', url, '-c', '1000', '-m', '6']
  const running = start([...args, '--format', 'json'])
  await running.until(({ stderr }) => / 1000 open /.test(stderr()))
  expect(connectionsTo(url)).toBe(1000)
  const { code, stdout, stderr } = await running.ended
  expect(code).toBe(0)
  const result = JSON.parse(stdout) as { events: number; seconds: number }
  expect(result).toEqual({
    sources: 1000,
    connected: 1000,
    stillOpen: 1000,
    seconds: expect.any(Number),
    events: expect.any(Number),
    eventsPerSecond: expect.any(Number),
    timeToOpen: quantiles,
    gaps: quantiles,
    reconnections: 0,
  })
  // Where the balance stands, and then at least one booking.
  expect(result.events).toBeGreaterThanOrEqual(2000)
  expect(result.seconds).toBeGreaterThanOrEqual(6)
  expect(stderr).toMatch(
    /^(millrace: \d+ s · \d+ open · \d+ events · \d+ events\/s · 0 reconnections\n)+$/,
  )
  await expect.poll(() => connectionsTo(url)).toBe(0)

  const table = await run([...args, '-s'])
  expect(table).toMatchObject({ code: 0, stderr: '' })
  expect(table.stdout).toMatch(
    new RegExp(
      [
        '^sources +1000',
        'connected +1000, 1000 of them at the end',
        'events +\\d+ in \\d+\\.\\d s',
        'events a second +\\d+',
        'time to open +p50 [^,]+, p95 [^,]+, p99 [^,]+',
        'between events +p50 [^,]+, p95 [^,]+, p99 [^,]+',
        'reconnections +0\n$',
      ].join('\n'),
    ),
  )
  await expect.poll(() => connectionsTo(url)).toBe(0)
})

test('every event of every source is counted', async () => {
  const { origin, open, most } = await beating(4)
  const { code, stdout } = await run(['load', origin, '-c', '50', '-m', '3', '--format', 'json'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ connected: 50, stillOpen: 50, events: 250 })
  expect(most()).toBe(50)
  await expect.poll(open).toBe(0)
})

test.for(runtimes)('$name: a table; Ctrl-C ends it early', async (runtime) => {
  const { origin, open } = await beating(1)
  const { code, stdout } = await run(['load', origin, '-c', '20', '-m', '1', '-s'], {}, runtime)
  expect(code).toBe(0)
  expect(stdout).toMatch(
    /^sources +20\nconnected +20, 20 of them at the end\nevents +40 in 1\.\d s\n/,
  )
  const running = start(['load', origin, '-c', '20', '-m', '40'], {}, runtime)
  await expect.poll(open, { timeout: 10_000 }).toBe(20)
  running.child.kill('SIGINT')
  const interrupted = await running.ended
  expect(interrupted.code).toBe(130)
  expect(interrupted.stdout).toMatch(/^sources +20\n/)
  await expect.poll(open).toBe(0)
})

test('it says why none was connected', async () => {
  const origin = await listen((_request, response) => void response.writeHead(403).end())
  const { code, stdout, stderr } = await run(['load', origin, '-c', '3', '-m', '5'])
  expect(code).toBe(22)
  expect(stdout).toContain('connected        0, 0 of them at the end')
  expect(stderr).toContain('the first error was: http-status: The server answered with status 403')
})
