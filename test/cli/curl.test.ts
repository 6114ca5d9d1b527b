// What curl has a flag for means the same here: both are run with the same arguments, against one server.
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { eventStream, listen } from '../setup/listen.ts'
import { curlCommand } from './commands.ts'
import { run, runtimes, startCommand, temporaryFolder } from './program.ts'

interface Seen {
  method: string | undefined
  url: string | undefined
  body: string
  headers: Record<string, unknown>
}

/** Of what each client adds by itself, nothing is compared. */
const ASKED = /^(authorization|content-type|cookie|user-agent|x-.*)$/

/** A server that keeps what it is asked, and answers with one event. */
async function echo(): Promise<{ origin: string; seen: Seen[] }> {
  const seen: Seen[] = []
  const origin = await listen((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method, url, headers } = request
      const asked = Object.entries(headers).filter(([name]) => ASKED.test(name))
      const body = Buffer.concat(chunks).toString('latin1')
      seen.push({ method, url, body, headers: Object.fromEntries(asked) })
      response.writeHead(200, eventStream).end('data: seen\n\n')
    })
  })
  return { origin, seen }
}

const curl = (args: string[], input?: string) =>
  startCommand([curlCommand!, '-N', '-sS', ...args], input === undefined ? {} : { input }).ended

const cases: { title: string; args: string[]; input?: string }[] = [
  { title: '-H', args: ['-H', 'X-One: 1', '-H', 'X-Two:  two words ', '-H', 'X-Empty;'] },
  { title: '-H of a header twice', args: ['-H', 'X-One: 1', '-H', 'X-One: 2'] },
  { title: '-H in UTF-8', args: ['-H', 'X-Name: é 中'] },
  { title: '-H @file', args: ['-H', '@headers.txt'] },
  { title: '-H in place of a default', args: ['-d', 'a', '-H', 'Content-Type: text/plain'] },
  { title: '-H that leaves one out', args: ['-d', 'a', '-H', 'Content-Type:', '-H', 'X-Not:'] },
  { title: '-X', args: ['-X', 'PUT'] },
  { title: '-X in lower case', args: ['-X', 'PATCH', '-d', 'x'] },
  { title: '-XPOST', args: ['-XPOST'] },
  { title: '-d', args: ['-d', 'a=1', '-d', 'b=é'] },
  { title: '-d of nothing', args: ['-d', ''] },
  { title: '-d @file', args: ['-d', '@lines.txt', '-d', 'more'] },
  { title: '-d @-', args: ['-d', '@-'], input: 'from\r\nstandard input\n' },
  { title: '--json', args: ['--json', '{"a":', '--json', '1}'] },
  { title: '--json @file', args: ['--json', '@lines.txt'] },
  { title: '--json and -d', args: ['--json', '{}', '-d', 'x'] },
  { title: '-u', args: ['-u', 'me:päss:word'] },
  { title: '-u, and -H in its place', args: ['-u', 'me:x', '-H', 'Authorization: Bearer y'] },
  { title: '-b', args: ['-b', 'a=1; b=2'] },
  { title: '-A', args: ['-A', 'My agent/1'] },
]

// Without curl these tests cannot run; `npm test` says so, and refuses it under CI.
describe.runIf(curlCommand)('as curl', () => {
  describe.for(runtimes)('$name', (runtime) => {
    test.for(cases)('$title', async ({ args, input }, { expect }) => {
      const { origin, seen } = await echo()
      const folder = temporaryFolder()
      writeFileSync(join(folder, 'headers.txt'), 'X-Three: 3\r\nX-Four: 4\n')
      writeFileSync(join(folder, 'lines.txt'), '{"one":1,\r\n"two":2}\n')
      const agent = args.includes('-A') ? [] : ['-A', 'same']
      const given = [...args, ...agent, `${origin}/path?query`].map((arg) =>
        arg.startsWith('@') && arg !== '@-' ? `@${join(folder, arg.slice(1))}` : arg,
      )
      await curl(given, input)
      const ours = await run(
        ['--max-events', '1', ...given],
        input === undefined ? {} : { input },
        runtime,
      )
      expect(ours).toEqual({ code: 0, stdout: 'seen\n', stderr: '' })
      expect(seen).toHaveLength(2)
      expect(seen[1]).toEqual(seen[0])
    })
  })

  test('credentials in the URL', async () => {
    const { origin, seen } = await echo()
    const url = origin.replace('http://', 'http://me:p%20w@')
    await curl(['-A', 'same', url])
    await run(['-A', 'same', '--max-events', '1', url])
    expect(seen[1]).toEqual(seen[0])
  })

  test('-m', async () => {
    const origin = await listen(() => {})
    expect((await curl(['-m', '0.2', origin])).code).toBe(28)
    expect((await run(['-m', '0.2', origin])).code).toBe(28)
  })

  test.for(runtimes)('--connect-timeout, $name', async (runtime) => {
    const url = await blackHole()
    expect((await curl(['--connect-timeout', '0.3', url])).code).toBe(28)
    const { code, stderr } = await run(
      ['--connect-timeout', '0.3', '--no-reconnect', url],
      {},
      runtime,
    )
    expect({ code, stderr }).toEqual({
      code: 28,
      stderr: expect.stringMatching(
        /^millrace: connect-timeout: No response came within 300 ms[^\n]*\n$/,
      ),
    })
  })

  test.for(runtimes)('--fail-with-body, $name', async (runtime) => {
    const origin = await listen(
      (_request, response) => void response.writeHead(418).end('{"error":"teapot"}'),
    )
    const theirs = await curl(['--fail-with-body', origin])
    const ours = await run(['--fail-with-body', origin], {}, runtime)
    expect([theirs.code, theirs.stdout]).toEqual([22, '{"error":"teapot"}'])
    expect([ours.code, ours.stdout]).toEqual([theirs.code, theirs.stdout])
    expect((await run([origin], {}, runtime)).stdout).toBe('')
  })

  test('-o, -s and -S', async () => {
    const { origin } = await echo()
    const folder = temporaryFolder()
    await curl(['-o', join(folder, 'theirs'), origin])
    await run(['-o', join(folder, 'ours'), '--format', 'raw', '--max-events', '1', origin])
    expect(readFileSync(join(folder, 'ours'), 'utf8')).toBe('data: seen\n\n')
    expect(readFileSync(join(folder, 'theirs'), 'utf8')).toBe('data: seen\n\n')

    const nobody = await closedOrigin()
    const quiet = await startCommand([curlCommand!, '-s', nobody]).ended
    const ours = await run(['-s', '--no-reconnect', nobody])
    expect([quiet.stderr, ours.stderr, ours.code]).toEqual(['', '', 1])
    expect((await run(['-sS', '--no-reconnect', nobody])).stderr).toMatch(
      /^millrace: network: The connection failed/,
    )
  })
})

async function closedOrigin(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}

/** An address at which connections are neither taken nor refused: the queue of a program that takes none is full. */
async function blackHole(): Promise<string> {
  const code = `
import socket, sys
server = socket.socket(); server.bind(('127.0.0.1', 0)); server.listen(0)
held = []
for _ in range(8):
    one = socket.socket(); one.setblocking(False); one.connect_ex(server.getsockname()); held.append(one)
print(server.getsockname()[1], flush=True)
sys.stdin.read()`
  const holder = startCommand(['python3', '-c', code])
  onTestFinished(() => void holder.child.stdin!.end())
  await holder.until((it) => it.stdout().endsWith('\n'))
  return `http://127.0.0.1:${holder.stdout().trim()}/`
}
