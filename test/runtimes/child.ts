import { spawn } from 'node:child_process'
import { setTimeout as passed } from 'node:timers/promises'

/** A command that runs, with all that it starts. */
export interface Child {
  /** How it ended and what it said last, once it is over. */
  over: Promise<string>
  /** What it has told on its standard output; the last of it. */
  told(): string
  stop(): Promise<void>
}

/** So much of what a command says is kept. */
const KEPT = 2000

/** So long a command that has to stop may take, to leave nothing behind. */
const GRACE = 2_000

/** A command that tells something and ends has so long for it. */
const TELLING_LIMIT = 30_000

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
  let told = ''
  const pipes = [child.stdout, child.stderr]
  for (const pipe of pipes)
    pipe.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-KEPT)))
  child.stdout.on('data', (text: string) => (told = (told + text).slice(-KEPT)))

  const signal = (name: NodeJS.Signals | 0) => {
    try {
      return process.kill(-child.pid!, name)
    } catch {
      // The whole group is gone.
      return false
    }
  }
  const kill = () => signal('SIGKILL')
  process.once('exit', kill)
  const over = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, name) => resolve(`It ended with ${code ?? name}: ${said}`))
  })
  return {
    over,
    told: () => told,
    async stop() {
      signal('SIGTERM')
      const start = performance.now()
      while (signal(0) && performance.now() - start < GRACE) await passed(20)
      kill()
      process.off('exit', kill)
      // What has left the group may hold them open, and it would never be over.
      for (const pipe of pipes) pipe.destroy()
      await over
    },
  }
}

/** The version in what a command says, which ends by itself. */
export async function versionSaidBy(
  command: readonly [string, ...string[]],
  pattern: RegExp,
): Promise<string> {
  const child = start(command)
  const timer = setTimeout(() => void child.stop(), TELLING_LIMIT)
  const how = await child.over
  clearTimeout(timer)
  await child.stop()
  const [version] = pattern.exec(child.told()) ?? []
  if (version === undefined) throw new Error(`${command.join(' ')} told no version. ${how}`)
  return version
}
