// What is read, when it ends, and with which exit code.
import type { IncomingMessage } from 'node:http'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { eventStream, listen } from '../setup/listen.ts'
import { andStays, countingFeed, once } from './feeds.ts'
import { jsonLines, run, runtimes, start, temporaryFolder } from './program.ts'

describe.for(runtimes)('$name', (runtime) => {
  const program = (args: string[], env?: Record<string, string>) =>
    run(args, env ? { env } : {}, runtime)

  test('a server that cuts every third event: nothing is lost or doubled', async () => {
    const requests: IncomingMessage[] = []
    const origin = await listen(countingFeed(8, requests))
    const { code, stdout, stderr } = await program(['--format', 'json', origin])
    const events = jsonLines(stdout)
    expect(events.map(({ data }) => data)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8'])
    expect(events[0]).toEqual({
      type: 'count',
      data: '1',
      lastEventId: '1',
      at: expect.any(Number),
    })
    expect(code).toBe(0)
    // Each loss is told.
    expect(stderr.match(/^millrace: network: The connection was lost/gm)).toHaveLength(3)
    const sent = requests.map(({ headers }) => headers['last-event-id'])
    expect(sent).toEqual([undefined, '2', '4', '6', '8'])
  })

  test('--last-event-id, in the header or in the query', async () => {
    const requests: IncomingMessage[] = []
    const origin = await listen(countingFeed(8, requests))
    expect((await program(['-s', '--last-event-id', '6', origin])).stdout).toBe('7\n8\n')
    await program([
      '-s',
      '--last-event-id',
      '8',
      '--last-event-id-param',
      'since',
      '-m',
      '9',
      '--max-events',
      '1',
      origin,
    ])
    const [first, second] = [requests[0]!, requests.find(({ url }) => url!.includes('since'))!]
    expect(first.headers['last-event-id']).toBe('6')
    expect(second.url).toBe('/?since=8')
    expect(second.headers['last-event-id']).toBeUndefined()
  })

  test('a token that expires: the command is asked again, and is told why', async () => {
    const tokens: (string | undefined)[] = []
    const origin = await listen((request, response) => {
      tokens.push(request.headers.authorization)
      if (tokens.length === 1) return void response.writeHead(401).end()
      response.writeHead(200, eventStream)
      response.end('data: Hel\n\ndata: lo\n\ndata: [DONE]\n\n')
    })
    const command = '@cmd:echo "token-$MILLRACE_ATTEMPT-$MILLRACE_STATUS"'
    const args = ['-v', '-H', command, '--json', '{"stream":true}', '--until', '[DONE]', origin]
    const { code, stdout, stderr } = await program(args)
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Hel\nlo\n' })
    expect(tokens).toEqual(['Bearer token-1-', 'Bearer token-2-401'])
    expect(stderr).not.toContain('token-')
  })

  test('-v shows the life of the connection, and no credential', async () => {
    const origin = await listen((_request, response) => {
      response.writeHead(200, {
        ...eventStream,
        'set-cookie': 'session=SECRET',
        'x-token': 'SECRET',
      })
      response.end('retry: 5\n: heartbeat\n\ndata: 1\n\n')
    })
    const secrets = ['-u', 'me:SECRET', '-b', 'a=SECRET', '-H', 'X-Key: SECRET', '-H', '@env:TOKEN']
    const args = ['-v', ...secrets, '--max-events', '2', `${origin}/path?key=SECRET`]
    const { stdout, stderr } = await program(args, { TOKEN: 'X-Other: SECRET' })
    expect(stdout).toBe('1\n1\n')
    for (const line of [
      `* attempt 1: GET ${origin}/path`,
      '> accept: text/event-stream',
      '> x-key: (not shown)',
      '> authorization: (not shown)',
      '< 200 OK',
      '< content-type: text/event-stream',
      '< set-cookie: (not shown)',
      '* open',
      '* the server sets the reconnection time to 5 ms',
      '< : heartbeat',
      'millrace: network: The server ended the stream',
      'millrace: again in 5.0 ms',
      '* attempt 2:',
      '* closed: closed',
    ])
      expect(stderr).toContain(line)
    expect(stderr).not.toContain('SECRET')
    expect(stderr).not.toContain(Buffer.from('me:SECRET').toString('base64'))
  })

  test('exit codes', async () => {
    const refusing = await listen((_request, response) => void response.writeHead(403).end())
    const page = await listen(
      (_request, response) =>
        void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'),
    )
    const silent = await listen(andStays(': silence\n\n'))
    const empty = await listen((_request, response) => void response.writeHead(204).end())
    const ending = await listen(once('data: 1\n\n'))
    const codeOf = async (...args: string[]) => (await program(args)).code
    expect(await codeOf(empty)).toBe(0)
    expect(await codeOf(ending, '-d', '')).toBe(0)
    expect(await codeOf(ending, '-d', '', '--until', 'never')).toBe(1)
    expect(await codeOf(page)).toBe(1)
    expect(await codeOf(refusing)).toBe(22)
    expect(await codeOf(silent, '-m', '0.3')).toBe(28)
    expect(await codeOf(silent, '--idle-timeout', '0.1', '--no-reconnect')).toBe(28)
    expect(await codeOf(silent, '--event-timeout', '0.1', '--no-reconnect')).toBe(28)
  })

  test('--retry-status and --retry', async () => {
    let count = 0
    const origin = await listen((_request, response) => {
      if (++count === 2) response.writeHead(503, { 'retry-after': '0' }).end()
      else response.writeHead(200, eventStream).end(`retry: 1\ndata: ${count}\n\n`)
    })
    const busy = await listen((_request, response) => void response.writeHead(429).end())
    expect((await program([busy])).code).toBe(22)
    expect((await program([busy, '--retry', '0'])).code).toBe(22)
    expect((await program([busy, '--retry-status', '503'])).code).toBe(22)
    const args = ['--retry-status', 'transient', '--max-events', '2', origin]
    const { code, stdout, stderr } = await program(args)
    expect({ code, stdout }).toEqual({ code: 0, stdout: '1\n3\n' })
    expect(stderr).toMatch(/status 503, expected 200\nmillrace: again in/)
  })

  test('--event, --max-events, --timestamps and the formats', async () => {
    const origin = await listen(
      once(
        'event: a\ndata: one\n\nevent: b\nid: 7\ndata: two\ndata: lines\n\nevent: c\ndata: {"x":1}\n\n',
      ),
    )
    const output = async (...args: string[]) =>
      (await program(['-s', '--no-reconnect', origin, ...args])).stdout
    expect(await output()).toBe('one\ntwo\nlines\n{"x":1}\n')
    expect(await output('--event', 'a', '--event', 'c')).toBe('one\n{"x":1}\n')
    expect(await output('--event', 'b', '--max-events', '1', '--timestamps')).toMatch(
      /^(\d{4}-\d\d-\d\dT[\d:.]+Z) two\n\1 lines\n$/,
    )
    // In a pipe, without colours.
    expect(await output('--format', 'pretty')).toBe(
      'a one\nb #7\n  two\n  lines\nc #7\n  {\n    "x": 1\n  }\n',
    )
    expect(await output('--format', 'raw', '--max-events', '1')).toContain('event: b\nid: 7\n')
    const [, json] = jsonLines(await output('--format', 'json'))
    expect(json).toMatchObject({ type: 'b', data: 'two\nlines', lastEventId: '7' })
  })

  test('--exec runs a command for each event', async () => {
    const origin = await listen(once('event: a\nid: 1\ndata: one\n\ndata: two $HOME\n\n'))
    const command =
      'echo "$MILLRACE_TYPE/$MILLRACE_LAST_EVENT_ID/$(cat)"; exit $((MILLRACE_LAST_EVENT_ID - 1))'
    const { code, stdout } = await program(['--no-reconnect', '--exec', command, origin, '-d', ''])
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'a/1/one\nmessage/1/two $HOME\n' })
    const { stderr } = await program(['--exec', 'exit 3', '-d', '', origin])
    expect(stderr).toContain('millrace: the command of --exec: it ended with 3')
  })

  test('--stats counts', async () => {
    const stream = 'retry: 1\n: a\n\ndata: 1\n\n: b\n\ndata: é\n\n'
    const origin = await listen(once(stream))
    const { stderr } = await program([
      '--stats',
      '-s',
      '--format',
      'json',
      '--max-events',
      '4',
      origin,
    ])
    expect(JSON.parse(stderr)).toEqual({
      events: 4,
      comments: 4,
      bytes: 2 * Buffer.byteLength(stream),
      reconnections: 1,
      firstEvent: expect.any(Number),
      gaps: { p50: expect.any(Number), p95: expect.any(Number), p99: expect.any(Number) },
      commentGaps: { p50: expect.any(Number), p95: expect.any(Number), p99: expect.any(Number) },
    })
    const people = await program(['--stats', '-s', '-d', '', origin])
    expect(people.stderr).toMatch(/^events +2\ncomments +2\nbytes +\d+\nfirst event after /)
  })

  test('--stats measures a server that sends at known times', async () => {
    const origin = await listen((_request, response) => {
      response.writeHead(200, eventStream).flushHeaders()
      const at = (milliseconds: number, text: string) =>
        setTimeout(() => response.write(text), milliseconds)
      at(500, 'data: 1\n\n: a\n\n')
      at(1500, 'data: 2\n\n: b\n\n')
    })
    const args = ['--stats', '-s', '--format', 'json', '-m', '20', '--max-events', '2', origin]
    const { firstEvent, gaps } = JSON.parse((await program(args)).stderr)
    // A timer is never early; how late it is, and what came together for it, is the machine's affair.
    expect(firstEvent).toBeGreaterThan(490)
    expect(firstEvent).toBeLessThan(10_000)
    expect(gaps.p50).toBeGreaterThan(500)
    expect(gaps.p50).toBeLessThan(10_000)
    expect([gaps.p95, gaps.p99]).toEqual([gaps.p50, gaps.p50])
  })

  test('Ctrl-C: 130, the connection closed, the recording whole', async () => {
    let isClosed = false
    const origin = await listen((request, response) => {
      andStays('data: 1\n\n')(request, response)
      response.on('close', () => (isClosed = true))
    })
    const recording = join(temporaryFolder(), 'recording.jsonl')
    const running = start([origin, '--record', recording], {}, runtime)
    await running.until(({ stdout }) => stdout() === '1\n')
    running.child.kill('SIGINT')
    expect(await running.ended).toEqual({ code: 130, stdout: '1\n', stderr: '' })
    await expect.poll(() => isClosed).toBe(true)
    const types = jsonLines(readFileSync(recording, 'utf8')).map(({ type }) => type)
    expect(types).toEqual([undefined, 'request', 'response', 'chunk', 'left', 'close'])
  })
})
