import { expect, test } from 'vitest'
import { eventStream, listen } from '../setup/listen.ts'
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

test('a thousand sources, their figures as JSON, and in the end no connection', async () => {
  const { origin, open, most } = await beating(4)
  const { code, stdout, stderr } = await run([
    'load',
    origin,
    '-c',
    '1000',
    '-m',
    '6',
    '--format',
    'json',
  ])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toEqual({
    sources: 1000,
    connected: 1000,
    stillOpen: 1000,
    seconds: expect.any(Number),
    events: 5000,
    eventsPerSecond: expect.any(Number),
    timeToOpen: quantiles,
    gaps: quantiles,
    reconnections: 0,
  })
  expect(stderr).toMatch(
    /^(millrace: \d+ s · \d+ open · \d+ events · \d+ events\/s · 0 reconnections\n)+$/,
  )
  expect(most()).toBe(1000)
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
