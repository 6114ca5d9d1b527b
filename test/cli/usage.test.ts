import { expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { once } from './feeds.ts'
import { listen } from '../setup/listen.ts'
import { run, runtimes } from './program.ts'

test.for(runtimes)('$name: help fits a screen, and has five examples', async (runtime) => {
  const { code, stdout, stderr } = await run(['--help'], {}, runtime)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const lines = stdout.trimEnd().split('\n')
  expect(lines.length).toBeLessThanOrEqual(40)
  expect(lines.filter((line) => line.length > 80)).toEqual([])
  expect(lines.filter((line) => /^ {2}millrace /.test(line))).toHaveLength(5)
})

test.for(runtimes)('$name: version', async (runtime) => {
  expect(await run(['--version'], {}, runtime)).toEqual({
    code: 0,
    stdout: `millrace ${manifest.version}\n`,
    stderr: '',
  })
})

const url = 'http://127.0.0.1:9/'
const mistakes: [args: string[], said: RegExp][] = [
  [['--nonsense', url], /Unknown option '--nonsense'; expected millrace URL/],
  [['-m', '5'], /No URL: expected millrace URL \[options\]; see millrace --help/],
  [[url, url], /One URL at a time/],
  [['http://[bad'], /is no URL; expected one such as https:/],
  [['ftp://example.com/x'], /use http:\/\/ or https:\/\//],
  [['-m', 'soon', url], /-m: expected seconds.*got 'soon'/],
  [['-m', '0', url], /-m: expected seconds/],
  [['--max-events', '1.5', url], /--max-events: expected a whole number of at least 1, got '1.5'/],
  [['--retry', '-1', url], /'--retry' argument is ambiguous/],
  [['--retry', 'x', url], /--retry: expected a whole number of at least 0/],
  [['--format', 'xml', url], /--format: expected pretty, data, json, raw, got 'xml'/],
  [['--retry-status', 'some', url], /--retry-status: expected 'transient', or statuses/],
  [['--retry', '1', '--no-reconnect', url], /choose one/],
  [['--format', 'raw', '--event', 'a', url], /--format raw writes bytes/],
  [['-H', 'no header', url], /-H 'no header…': expected 'Name: value'/],
  [['-H', 'x: a\u0001b', url], /-H 'x: …': no header can have this/],
  [['-H', '@env:MILLRACE_UNSET', url], /there is nothing in MILLRACE_UNSET/],
  [['-H', 'x: @env:MILLRACE_UNSET', url], /there is nothing in MILLRACE_UNSET/],
  [['-H', '@cmd:', url], /expected a command after @cmd:/],
  [['-H', '@/nowhere/at/all', url], /-H @\/nowhere\/at\/all: cannot be read/],
  [['-d', '@/nowhere/at/all', url], /-d @\/nowhere\/at\/all: cannot be read/],
  [['-d', 'x', '-X', 'GET', url], /-X GET: fetch sends no body with it/],
  [['-X', 'G T', url], /method: expected a method/],
  [['-u', 'name', url], /-u: expected USER:PASSWORD/],
  [['-b', 'jar.txt', url], /-b: expected NAME=VALUE/],
  [['-o', '/nowhere/at/all', url], /-o \/nowhere\/at\/all: cannot be written/],
  [['--record', '/nowhere/at/all', url], /--record \/nowhere\/at\/all: cannot be written/],
  [['--cacert', '/nowhere/at/all', url], /--cacert \/nowhere\/at\/all: cannot be read/],
  [['-x', 'ftp://proxy', url], /-x: expected http:\/\/HOST:PORT/],
  [['replay'], /No recording: expected millrace replay FILE/],
  [['replay', '/nowhere/at/all'], /cannot be read/],
  [['replay', '/nowhere', '--speed', '0'], /--speed: expected a number above 0/],
  [['replay', '/nowhere', '--port', '99999'], /--port: expected a port: 0 to 65535/],
  [['load', url, '-c', '0'], /-c: expected a whole number of at least 1/],
  [['load', url, '--format', 'raw'], /--format: expected table, json/],
]

test.for(mistakes)('%j: one line that says what to do, and 2', async ([args, said]) => {
  const { code, stdout, stderr } = await run(args)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(/^millrace: [^\n]+\n$/)
  expect(stderr).toMatch(said)
})

test.for(runtimes)('$name: an unknown option, a missing URL', async (runtime) => {
  for (const args of [['--nonsense'], ['-s']]) {
    const { code, stderr } = await run(args, {}, runtime)
    expect({ code, lines: stderr.split('\n').length }).toEqual({ code: 2, lines: 2 })
  }
})

test('a URL without a scheme is one of http', async () => {
  const origin = await listen(once('data: there\n\n'))
  const { stdout } = await run([origin.replace('http://', ''), '--max-events', '1'])
  expect(stdout).toBe('there\n')
})
