import { spawn } from 'node:child_process'
import type { ServerSentEvent } from '../index.ts'

/** `--exec`: runs a command for an event, one at a time: what it is in the environment, its data on standard input. */
export function runFor(
  command: string,
  { type, data, lastEventId }: ServerSentEvent,
  at: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  const text = (value: string) => value.replaceAll('\0', '')
  const env = {
    ...process.env,
    MILLRACE_TYPE: text(type),
    MILLRACE_LAST_EVENT_ID: text(lastEventId),
    MILLRACE_AT: String(at),
  }
  return new Promise((resolve) => {
    const stdio = ['pipe', 'inherit', 'inherit'] as const
    const child = spawn(command, { shell: true, env, stdio: [...stdio], signal })
    child.on('error', (error) => resolve(signal.aborted ? undefined : error.message))
    child.on('close', (code, name) =>
      resolve(code === 0 || signal.aborted ? undefined : `it ended with ${code ?? name}`),
    )
    // A command that does not read its input is no failure.
    child.stdin.on('error', () => {})
    child.stdin.end(data)
  })
}
