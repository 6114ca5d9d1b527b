import { spawn } from 'node:child_process'

/** A command that runs, with all that it starts. */
export interface Child {
  /** What it said last, once it is over. */
  over: Promise<string>
  stop(): Promise<void>
}

/** So much of what a command says is kept. */
const KEPT = 2000

/** Starts a command in a process group of its own, so that nothing it starts is left behind. */
export function start(
  [command, ...args]: readonly [string, ...string[]],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Child {
  const child = spawn(command, args, {
    ...options,
    env: { ...process.env, ...options.env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-KEPT)))

  const kill = () => {
    try {
      process.kill(-child.pid!, 'SIGKILL')
    } catch {
      // The whole group is gone already.
    }
  }
  process.once('exit', kill)
  const over = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, signal) => resolve(`It ended with ${code ?? signal}: ${said}`))
  })
  return {
    over,
    async stop() {
      kill()
      process.off('exit', kill)
      await over
    },
  }
}
