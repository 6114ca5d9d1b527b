// On a pseudo-terminal, that `script` makes.
import { describe, expect, test } from 'vitest'
import { eventStream, listen } from '../setup/listen.ts'
import { scriptCommand } from './commands.ts'
import { bin, type Program, quoted, run, runtimes, startCommand } from './program.ts'

const ESC = '\x1b'
const { command: node24 } = runtimes.find(({ name }) => name === 'Node 24')!

function onTerminal(
  args: string[],
  env: Record<string, string>,
  command: string[] = node24,
): Program {
  const line = [...command, bin, ...args].map(quoted).join(' ')
  // Its standard input stays open: the terminal's would end with it.
  return startCommand([scriptCommand!, '-qefc', line, '/dev/null'], {
    env: { TERM: 'xterm', ...env },
  })
}

/** One event, and a reconnection time of a minute: the second connection does not come. */
const feed = () =>
  listen((_request, response) => {
    response.writeHead(200, eventStream)
    response.end(
      'retry: 60000\nevent: price\nid: 7\ndata: {"bid":[1.50],"ask":null}\n\ndata: a\x1b[31mb\n\n',
    )
  })

// Without script these tests cannot run; `npm test` says so, and refuses it under CI.
describe.runIf(scriptCommand)('on a terminal', () => {
  test.for(runtimes)(
    '$name: colours, JSON indented, a status line, a countdown',
    async ({ command }) => {
      const running = onTerminal([await feed()], { NO_COLOR: '' }, command)
      await running.until(({ stdout }) =>
        /○ again in 58\.\d s · 2 events · last \d s ago/.test(stdout()),
      )
      const screen = running.stdout()
      expect(screen).toContain(`${ESC}[36mprice${ESC}[0m ${ESC}[2m#7${ESC}[0m\r\n  {\r\n    `)
      // As it was written, not as a number that was read.
      expect(screen).toContain(
        `${ESC}[34m"bid"${ESC}[0m: [\r\n      ${ESC}[33m1.50${ESC}[0m\r\n    ],`,
      )
      expect(screen).toMatch(/again in 59\.\d s/)
      // A server does not steer the terminal.
      expect(screen).toContain('a␛[31mb')
      // The line is erased before anything else is written.
      expect(screen).toContain(`\r${ESC}[K`)
      running.child.stdin!.write('\x03')
      const { stdout } = await running.ended
      expect(stdout.endsWith(`\r${ESC}[K`) || stdout.includes(`^C`)).toBe(true)
    },
  )

  test('it counts reconnections, and says that it is open', async () => {
    let count = 0
    const origin = await listen((_request, response) => {
      response.writeHead(200, eventStream)
      const text = `retry: 1\ndata: ${++count}\n\n`
      if (count < 3) response.end(text)
      else response.write(text)
    })
    const running = onTerminal([origin], {})
    await running.until(({ stdout }) =>
      /● open · 3 events · last \d s ago · 2 reconnections/.test(stdout()),
    )
    running.child.stdin!.write('\x03')
    await running.ended
  })

  test('load: one progress line, made anew', async () => {
    const origin = await listen((_request, response) => {
      response.writeHead(200, eventStream).write('data: 1\n\n')
    })
    const running = onTerminal(['load', origin, '-c', '5', '-m', '3'], {})
    await running.until(({ stdout }) => stdout().includes(`\r${ESC}[K1 s · 5 open · 5 events · `))
    const { code, stdout } = await running.ended
    expect(code).toBe(0)
    expect(stdout).toContain(`\r${ESC}[Ksources `)
  })

  test('NO_COLOR: no colours', async () => {
    const running = onTerminal([await feed(), '--no-reconnect'], { NO_COLOR: '1' })
    const { stdout } = await running.ended
    expect(stdout).toContain('price #7\r\n  {')
    expect(stdout).not.toContain(`${ESC}[3`)
  })

  test('-s, or a terminal that can do nothing: no status line', async () => {
    const silent = await onTerminal([await feed(), '--no-reconnect', '-s'], {}).ended
    expect(silent.stdout).not.toContain('open')
    const dumb = await onTerminal([await feed(), '--no-reconnect'], { TERM: 'dumb' }).ended
    expect(dumb.stdout).not.toContain(ESC)
  })

  test('in a pipe there is nothing of all this', async () => {
    const { stdout, stderr } = await run([await feed(), '--no-reconnect', '--format', 'pretty'])
    expect(stdout + stderr).not.toContain(ESC)
    expect(stdout).toContain('price #7\n  {\n    "bid": [\n      1.50\n')
    expect((await run([await feed(), '--no-reconnect'])).stdout).toContain(
      '{"bid":[1.50],"ask":null}\n',
    )
  })
})
