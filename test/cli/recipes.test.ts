// The recipes of examples/cli.md, run as they are written: only the server is another, and the times are shorter.
import { chmodSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import { root } from '../setup/readme-snippets.ts'
import { eventStream, listen } from '../setup/listen.ts'
import { jqCommand } from './commands.ts'
import { andStays, cut, once } from './feeds.ts'
import { bin, node24, type Program, quoted, startCommand, temporaryFolder } from './program.ts'

interface Recipe {
  lines: string[]
  /** A module. */
  code: string
}

const recipes = new Map(
  readFileSync(join(root, 'examples/cli.md'), 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const block = (language: string) =>
        new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'ms').exec(section)?.[1] ?? ''
      const lines = block('sh').split('\n').filter(Boolean)
      return [section.split('\n')[0]!, { lines, code: block('ts') }]
    }),
)

function recipe(title: string): Recipe {
  const found = recipes.get(title)
  if (!found) throw new Error(`There is no recipe “${title}” in examples/cli.md`)
  onTestFinished(() => void recipes.delete(title))
  return found
}

/** A folder to work in; its `bin` comes first in the PATH, and has `npx` and what else is given. */
function workplace(scripts: Record<string, string> = {}) {
  const folder = temporaryFolder()
  const millrace = [...node24.command, bin].map(quoted).join(' ')
  const all = { npx: `[ "$1" = millrace ] && shift && exec ${millrace} "$@"`, ...scripts }
  for (const [name, text] of Object.entries(all)) {
    writeFileSync(join(folder, name), `#!/bin/bash\n${text}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  const shell = (line: string): Program =>
    startCommand(['bash', '-c', `cd ${quoted(folder)}; ${line}`], {
      env: { PATH: `${folder}:${process.env['PATH']}`, TOKEN: 'secret' },
    })
  return { folder, shell }
}

/** The line, for a server that listens here. */
const at = (origin: string, line: string) => {
  expect(line).toContain('https://example.com')
  return line.replace('https://example.com', origin)
}

/** As often as it says, with another in place of a number of it. */
const instead = (line: string, given: string, short: string) => {
  expect(line).toContain(given)
  return line.replace(given, short)
}

/** What is asked for with an ID was seen already. */
const unlessResumed =
  (first: RequestListener): RequestListener =>
  (request, response) =>
    request.headers['last-event-id'] === undefined
      ? first(request, response)
      : void response.writeHead(204).end()

// Without jq this test cannot run; `npm test` says so, and refuses it under CI.
test.runIf(jqCommand)('Follow a feed, and filter it', async () => {
  const { lines } = recipe('Follow a feed, and filter it')
  const price = (id: number, bid: string) => `event: price\nid: ${id}\ndata: {"bid":${bid}}\n\n`
  const stream = `retry: 1\n${price(1, '9.5')}event: trade\ndata: {}\n\n${price(2, '9.75')}`
  const origin = await listen(unlessResumed(once(stream)))
  const { code, stdout } = await workplace().shell(at(origin, lines[0]!)).ended
  expect({ code, stdout }).toEqual({ code: 0, stdout: '9.5\n9.75\n' })
})

test('Watch a job', async () => {
  const { lines } = recipe('Watch a job')
  const asked: unknown[] = []
  const origin = await listen(({ url, headers }, response) => {
    const lastEventId = headers['last-event-id']
    asked.push([url, headers.authorization, lastEventId])
    response.writeHead(200, eventStream)
    const event = (id: number, data: string) => `event: progress\nid: ${id}\ndata: ${data}\n\n`
    if (lastEventId === undefined) cut(response, `retry: 1\n${event(1, '50')}event: prog`)
    else response.write(`${event(2, '100')}${event(3, 'done')}`)
  })
  const { code, stdout } = await workplace().shell(at(origin, lines[0]!)).ended
  expect({ code, stdout }).toEqual({ code: 0, stdout: '50\n100\n' })
  expect(asked).toEqual([
    ['/jobs/7', 'Bearer secret', undefined],
    ['/jobs/7', 'Bearer secret', '1'],
  ])
})

test('A token that expires', async () => {
  const { lines } = recipe('A token that expires')
  const tokens: unknown[] = []
  const origin = await listen(
    unlessResumed((request, response) => {
      tokens.push(request.headers.authorization)
      if (tokens.length === 1) response.writeHead(401).end()
      else once('retry: 1\nid: 1\ndata: let in\n\n')(request, response)
    }),
  )
  const { shell } = workplace({ 'my-login': 'echo "$1-${MILLRACE_STATUS:-first}"' })
  const { code, stdout } = await shell(at(origin, lines[0]!)).ended
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'let in\n' })
  expect(tokens).toEqual(['Bearer print-token-first', 'Bearer print-token-401'])
})

test('Record a chat, and serve it to a front end', async () => {
  const { lines, code } = recipe('Record a chat, and serve it to a front end')
  const answer = 'data: Hel\n\ndata: lo\n\ndata: [DONE]\n\n'
  let body = ''
  const origin = await listen((request, response) => {
    request.on('data', (chunk: Buffer) => (body += String(chunk)))
    request.on('end', () => response.writeHead(200, eventStream).end(answer))
  })
  const { folder, shell } = workplace()
  writeFileSync(join(folder, 'prompt.json'), '{"stream":true}')
  expect(await shell(at(origin, lines[0]!)).ended).toMatchObject({ code: 0, stdout: 'Hel\nlo\n' })
  expect(body).toBe('{"stream":true}')

  const server = shell(instead(lines[1]!, '--port 8080', '--port 0'))
  await server.until(({ stdout }) => stdout().endsWith('\n'))
  const url = server.stdout().trim()
  expect(url).toMatch(/\/chat$/)
  const headers = { origin: 'http://localhost:5173' }
  const played = await fetch(url, { method: 'POST', body: '{}', headers })
  expect(played.headers.get('access-control-allow-origin')).toBe(headers.origin)
  expect(await played.text()).toBe(answer)

  // The test of a front end, with what it imports and what it makes of the events.
  symlinkSync(join(inject('consumer'), 'node_modules'), join(folder, 'node_modules'))
  const module = `import { readFile } from 'node:fs/promises'
    import { fetchEvents } from 'millrace'
    import { createTestStream } from 'millrace/testing'
    ${code}
    for await (const { data } of events) console.log(data)`
  writeFileSync(join(folder, 'recipe.ts'), module)
  const inTest = await shell(`${node24.command.map(quoted).join(' ')} recipe.ts`).ended
  expect(inTest).toMatchObject({ code: 0, stdout: 'Hel\nlo\n' })
})

test('Measure a heartbeat', async () => {
  const { lines } = recipe('Measure a heartbeat')
  const origin = await listen((_request, response) => {
    response.writeHead(200, eventStream)
    const timer = setInterval(() => response.write(': heartbeat\n\n'), 100)
    response.on('close', () => clearInterval(timer))
  })
  const line = instead(at(origin, lines[0]!), '-m 60', '-m 2')
  const { code, stdout, stderr } = await workplace().shell(line).ended
  expect({ code, stdout }).toEqual({ code: 28, stdout: '' })
  const [, median] = /^between comments +p50 ([\d.]+) ms, p95/m.exec(stderr) ?? []
  // A timer is never early; how late it is, is the machine's affair.
  expect(Number(median)).toBeGreaterThan(90)
})

test('A smoke test by exit code', async () => {
  const { lines } = recipe('A smoke test by exit code')
  const codeFor = async (listener: RequestListener) => {
    const line = instead(at(await listen(listener), lines[0]!), '-m 10', '-m 3')
    const { code, stdout, stderr } = await workplace().shell(line).ended
    expect(stdout + stderr).toBe('')
    return code
  }
  expect(await codeFor(andStays('data: 1\n\n'))).toBe(0)
  expect(await codeFor((_request, response) => void response.writeHead(503).end())).toBe(22)
  expect(await codeFor(andStays(': nothing yet\n\n'))).toBe(28)
})

test('How many readers a server bears', async () => {
  const { lines } = recipe('How many readers a server bears')
  const origin = await listen(andStays('data: 1\n\n'))
  const line = instead(at(origin, lines[0]!), '-c 1000 -m 30', '-c 50 -m 2')
  const { code, stdout } = await workplace().shell(line).ended
  expect(code).toBe(0)
  expect(stdout).toMatch(/^sources +50\nconnected +50, 50 of them at the end\nevents +50 in/)
})

test.runIf(jqCommand)('there is no other recipe', () => {
  expect([...recipes.keys()]).toEqual([])
})
