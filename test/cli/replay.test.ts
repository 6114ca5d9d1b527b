import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { get, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fetchEvents } from '../../src/index.ts'
import { parseRecording } from '../../src/recording/recording.ts'
import type { InstalledRuntime } from '../packaging/installed-runtimes.ts'
import { eventStream, listen } from '../setup/listen.ts'
import { countingFeed } from './feeds.ts'
import { jsonLines, type Program, run, runtimes, start, temporaryFolder } from './program.ts'

const head = { millrace: 'recording', version: 1 }
const request = { at: 0, type: 'request', method: 'GET', url: 'http://127.0.0.1/feed' }
const response = { at: 0, type: 'response', status: 200, headers: eventStream }
const chunk = (text: string, at = 0) => ({ at, type: 'chunk', text })
const close = { at: 0, type: 'close' }

/** Writes a recording of these lines. */
function recordingOf(...lines: (object | string)[]): string {
  const path = join(temporaryFolder(), 'recording.jsonl')
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
  writeFileSync(path, text.map((line) => `${line}\n`).join(''))
  return path
}

interface Replay extends Program {
  url: string
}

async function replay(
  path: string,
  args: string[] = ['--speed', 'Infinity'],
  runtime?: InstalledRuntime,
): Promise<Replay> {
  const program = start(['replay', path, ...args], {}, runtime)
  await program.until(({ stdout }) => stdout().endsWith('\n'))
  return { ...program, url: program.stdout().trim() }
}

/** A connection, and its bytes, to where it ends or is cut. */
async function bytesOf(
  url: string,
  headers: Record<string, string> = {},
): Promise<[string, string]> {
  const [answer] = (await once(get(url, { headers, agent: false }), 'response')) as [
    IncomingMessage,
  ]
  let text = ''
  answer.setEncoding('utf8')
  try {
    for await (const piece of answer) text += String(piece)
    return [text, `${answer.statusCode}, ended`]
  } catch {
    return [text, `${answer.statusCode}, cut`]
  }
}

describe.for(runtimes)('$name', (runtime) => {
  test('what was recorded comes back: bytes, cuts, answers', async () => {
    // Cut inside a character, and then inside an event.
    const streams = ['id: 1\ndata: \u00e9', 'id: 2\ndata: 2\n\nid: 3\nda']
    let count = 0
    const origin = await listen((_request, response) => {
      const stream = streams[count++]
      if (stream === undefined) return void response.writeHead(204).end()
      response.writeHead(200, { ...eventStream, 'x-served-by': 'test' })
      // Later, as Bun (1.4.5) drops what comes together with the end of a connection that breaks.
      if (count === 2)
        return void response.write(stream, () => setTimeout(() => response.destroy(), 100))
      const bytes = Buffer.from(`retry: 1\n\n${stream}\n\n`)
      const inCharacter = bytes.indexOf(0xc3) + 1
      response.write(bytes.subarray(0, inCharacter), () =>
        response.end(bytes.subarray(inCharacter)),
      )
    })
    const path = join(temporaryFolder(), 'recording.jsonl')
    const secret = ['-H', 'Authorization: Bearer SECRET', '-b', 'a=SECRET']
    const args = ['-s', '--record', path, ...secret, `${origin}/feed?token=SECRET`]
    const recorded = await run(args, {}, runtime)
    expect(recorded).toEqual({ code: 0, stdout: '\u00e9\n2\n', stderr: '' })

    const text = readFileSync(path, 'utf8')
    expect(text).not.toContain('SECRET')
    const { connections, damage } = parseRecording(text)
    expect(damage).toBeUndefined()
    expect(connections.map(({ ending, response }) => [response!.status, ending.how])).toEqual([
      [200, 'end'],
      [200, 'lost'],
      [204, 'end'],
    ])

    const server = await replay(path, ['--speed', 'Infinity', '-s'], runtime)
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/feed$/)
    expect(await bytesOf(server.url)).toEqual([`retry: 1\n\n${streams[0]}\n\n`, '200, ended'])
    expect(await bytesOf(server.url, { 'last-event-id': '1' })).toEqual([streams[1], '200, cut'])
    expect(await bytesOf(server.url, { 'last-event-id': '2' })).toEqual(['', '204, ended'])
    // All of it, to who comes back by the IDs.
    const again = await run(['-s', server.url], {}, runtime)
    expect(again).toEqual(recorded)
    server.child.kill('SIGINT')
    expect((await server.ended).code).toBe(130)
  })

  test('two clients at once get all of it, whatever is cut', async () => {
    const path = recordingOf(
      head,
      request,
      response,
      chunk('retry: 1\n\nid: 1\ndata: 1\n\nid: 2\ndata: 2\n\nid: 3\ndata: 3\n\n'),
      chunk('id: 4\ndata: 4\n\nid: 5\ndata: 5\n\n'),
      { at: 0, type: 'left' },
      close,
    )
    const server = await replay(path, ['--speed', 'Infinity', '--drop-every', '2'], runtime)
    const client = () => run(['-s', server.url], {}, runtime)
    const all = { code: 0, stdout: '1\n2\n3\n4\n5\n', stderr: '' }
    expect(await Promise.all([client(), client()])).toEqual([all, all])
    expect(server.stderr().match(/it was cut/g)).toHaveLength(4)
  })

  test('without IDs, who was cut goes on as well', async () => {
    const path = recordingOf(
      ...[head, request, response, chunk('retry: 1\ndata: 1\n\ndata: 2\n\nda')],
      ...[{ at: 0, type: 'lost' }, request, response, chunk('data: 3\n\n'), { at: 0, type: 'end' }],
      close,
    )
    const server = await replay(path, ['--speed', 'Infinity', '--once'], runtime)
    const { stdout } = await run(['-s', '--max-events', '3', server.url], {}, runtime)
    expect(stdout).toBe('1\n2\n3\n')
    expect((await server.ended).code).toBe(0)
  })

  test('a damaged recording is played up to the damage, and that is told', async () => {
    const path = recordingOf(head, request, response, chunk('data: 1\n\n'), '{"at":5,"type":"chu')
    const server = await replay(path, undefined, runtime)
    expect(server.stderr()).toMatch(/is damaged, and played up to there: line 5 is no entry/)
    expect((await bytesOf(server.url))[0]).toBe('data: 1\n\n')
  })

  test('a recording of a version to come, and what is none, are refused', async () => {
    const later = recordingOf({ ...head, version: 2 }, request)
    const { code, stderr } = await run(['replay', later], {}, runtime)
    expect(code).toBe(2)
    expect(stderr).toMatch(/is of version 2, and this millrace reads version 1: update millrace\n$/)
    const none = await run(['replay', recordingOf('hello')], {}, runtime)
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('This is no recording')])
  })
})

test('it keeps the pace, or a multiple of it', async () => {
  const path = recordingOf(
    ...[head, request, response, chunk('data: 1\n\n', 100), chunk('data: 2\n\n', 700)],
    ...[{ at: 700, type: 'end' }, close],
  )
  const gapAt = async (speed: string) => {
    const server = await replay(path, ['--speed', speed])
    const times: number[] = []
    for await (const _event of fetchEvents(server.url, { reconnect: { when: 'lost' } }))
      times.push(performance.now())
    return times[1]! - times[0]!
  }
  const [slow, fast] = [await gapAt('1'), await gapAt('4')]
  // A timer is never early; that it is late is the machine's affair, so one is compared to the other.
  expect(slow).toBeGreaterThan(550)
  expect(fast).toBeGreaterThan(100)
  expect(fast).toBeLessThan(slow)
})

test('what a feed was that cuts every third event is what its replay is', async () => {
  const origin = await listen(countingFeed(8))
  const path = join(temporaryFolder(), 'recording.jsonl')
  const args = ['-s', '--format', 'json']
  const first = await run([...args, '--record', path, origin])
  const server = await replay(path)
  const second = await run([...args, server.url])
  const events = (text: string) => jsonLines(text).map(({ at: _, ...event }) => event)
  expect(events(second.stdout)).toEqual(events(first.stdout))
  expect(events(second.stdout)).toHaveLength(8)
})

test('a refused status, and a server that was not there', async () => {
  const path = recordingOf(
    ...[head, request, { at: 0, type: 'lost' }, request],
    ...[
      { ...response, status: 503, headers: { 'retry-after': '0' } },
      { at: 0, type: 'end' },
    ],
    ...[request, response, chunk('data: 1\n\n'), { at: 0, type: 'end' }, close],
  )
  const server = await replay(path)
  await expect(bytesOf(server.url)).rejects.toThrow('socket hang up')
  expect(await bytesOf(server.url)).toEqual(['', '503, ended'])
  expect(await bytesOf(server.url)).toEqual(['data: 1\n\n', '200, ended'])
  expect(await bytesOf(server.url)).toEqual(['', '204, ended'])
})

test('pages of this machine may read it, others may not', async () => {
  const path = recordingOf(
    head,
    request,
    response,
    chunk('data: 1\n\n'),
    { at: 0, type: 'end' },
    close,
  )
  const server = await replay(path)
  const allowed = async (origin: string) => {
    const headers = { origin, 'access-control-request-method': 'POST' }
    const answer = await fetch(server.url, { method: 'OPTIONS', headers })
    return answer.headers.get('access-control-allow-origin')
  }
  expect(await allowed('http://localhost:5173')).toBe('http://localhost:5173')
  expect(await allowed('https://example.com')).toBeNull()
  expect(await allowed('http://localhost.example.com')).toBeNull()
})

test('a port that is taken', async () => {
  const origin = await listen(() => {})
  const path = recordingOf(head, request, close)
  const { code, stderr } = await run(['replay', path, '--port', new URL(origin).port])
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('EADDRINUSE') })
})

test('only 127.0.0.1 is listened on', async () => {
  const server = await replay(recordingOf(head, request, response, close))
  const table = readFileSync('/proc/net/tcp', 'utf8') + readFileSync('/proc/net/tcp6', 'utf8')
  const port = Number(new URL(server.url).port).toString(16).toUpperCase().padStart(4, '0')
  const addresses = [...table.matchAll(new RegExp(`(\\w+):${port} \\w+:0000 0A`, 'g'))]
  expect(addresses.map(([, address]) => address)).toEqual(['0100007F'])
})
