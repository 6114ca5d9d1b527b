import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/**
 * Waits in the background until its standard input ends, as it does when the process at the other end is gone, however that
 * ended; then ends the server, which the shell has become in the meantime.
 */
const GUARDED = `
  exec 3<&0
  (cat <&3; kill $$) >/dev/null 2>&1 &
  exec "$@" 3<&- </dev/null
`

/** A server in a process of its own. */
export interface ServerProcess {
  process: ChildProcess
  /** The first line that it prints: where it listens. */
  firstLine: Promise<string>
}

/**
 * Starts a server that does not outlive this process, even if that is killed. What it writes to standard error is shown here.
 * It is not in the terminal's process group: Ctrl-C ends this process, and that ends the server.
 */
export function startServerProcess(
  command: string,
  args: string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): ServerProcess {
  const child = spawn('/bin/sh', ['-c', GUARDED, 'sh', command, ...args], {
    ...options,
    env: { ...process.env, ...options.env },
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  // Reads on after the first line, so that the pipe never fills.
  const lines = createInterface({ input: child.stdout })
  const firstLine = new Promise<string>((resolve, reject) => {
    lines.once('line', resolve)
    child.once('error', reject)
    child.once('exit', (code, signal) =>
      reject(new Error(`${command} ended with ${code ?? signal} before it said where it listens`)),
    )
  })
  // It may end unread.
  firstLine.catch(() => {})
  return { process: child, firstLine }
}

/** Ends it, in good order: SIGTERM, and then a wait for it. */
export async function stopServerProcess({ process }: ServerProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return
  const exit = once(process, 'exit')
  process.kill()
  await exit
}
