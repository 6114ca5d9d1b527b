import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { type Tool, flask, go, nginx, openssl } from '../../examples/tools.ts'
import { root } from '../setup/readme-snippets.ts'

const folder = join(root, 'examples')
const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'start.ts')))

interface Outcome {
  code: number
  stdout: string
  stderr: string
}

/** Runs it in Node; `tools` is where it looks for tools. */
function run(args: string[], tools = process.env['PATH']!): Promise<Outcome> {
  return new Promise((resolve) => {
    const env = { ...process.env, PATH: tools }
    execFile(process.execPath, args, { cwd: root, env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
  })
}

/** What its tests print, with the tool found in a PATH that has nothing. */
function needWithoutPath(name: string): Promise<Outcome> {
  const module = JSON.stringify(join(folder, 'tools.ts'))
  return run(['--input-type=module', '-e', `import * as tools from ${module}; ${name}`], '/nowhere')
}

test('lists every example with the title of its README', async () => {
  const { code, stdout } = await run(['examples/run.ts'])
  expect(code).toBe(0)
  for (const name of names) expect(stdout).toMatch(new RegExp(`^  ${name} +\\S.*$`, 'm'))
  expect(stdout).not.toMatch(/^ {2}\S+ *$/m)
})

test('names the examples there are where there is none of that name', async () => {
  const { code, stderr } = await run(['examples/run.ts', 'no-such'])
  expect(code).toBe(2)
  expect(stderr).toContain('There is no example "no-such"')
  for (const name of names) expect(stderr).toContain(`  ${name} `)
})

test('the README leads to every example', () => {
  const readme = readFileSync(join(folder, 'README.md'), 'utf8')
  const linked = Array.from(readme.matchAll(/\]\(([\w-]+)\/README\.md\)/g), ([, name]) => name!)
  expect(linked).toEqual(expect.arrayContaining(names))
  // Those that are no server: guides, and recipes.
  for (const name of linked) expect(existsSync(join(folder, name, 'README.md')), name).toBe(true)
})

test('says how to get a tool that is missing', async () => {
  const { code, stderr } = await needWithoutPath('tools.need(tools.go)')
  expect(code).toBe(1)
  expect(stderr).toBe(`This example needs Go, which was not found. ${go.get}\n`)
})

test.for<Tool>([go, flask, nginx, openssl])('$name is got by apt', ({ get }) => {
  expect(get).toMatch(/^apt-get install [a-z0-9-]+/)
})

test('a server does not outlive the process that started it, even if that is killed', async () => {
  const module = JSON.stringify(join(folder, 'server-process.ts'))
  const server = `
    const server = require('node:http').createServer((_request, response) => response.end())
    server.listen(0, '127.0.0.1', () => console.log(server.address().port))
  `
  const script = `
    import { startServerProcess } from ${module}
    const server = startServerProcess(process.execPath, ['-e', ${JSON.stringify(server)}])
    console.log(await server.firstLine)
  `
  const starter: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [port] = (await once(createInterface({ input: starter.stdout! }), 'line')) as [string]
  const answers = () =>
    fetch(`http://127.0.0.1:${port}`).then(
      () => true,
      () => false,
    )
  expect(await answers()).toBe(true)
  starter.kill('SIGKILL')
  await expect.poll(answers, { timeout: 20_000 }).toBe(false)
})
