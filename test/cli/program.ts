// Starts the program as its users have it: the bin of the packed package, in each runtime.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject, onTestFinished } from 'vitest'
import { type InstalledRuntime, installedRuntimes } from '../packaging/installed-runtimes.ts'

const folder = join(inject('consumer'), 'node_modules', 'millrace')
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
  bin: { millrace: string }
}
/** What npm makes a command of. */
export const bin: string = join(folder, manifest.bin.millrace)

export const runtimes: InstalledRuntime[] = installedRuntimes.filter(({ name }) =>
  ['Node 20', 'Node 24', 'Deno', 'Bun'].includes(name),
)
export const node24: InstalledRuntime = runtimes.find(({ name }) => name === 'Node 24')!

/** Whatever happens, it ends. */
const LIFETIME = 50_000

export interface Result {
  code: number | null
  stdout: string
  stderr: string
}

export interface Program {
  child: ChildProcess
  /** What it has written so far. */
  stdout(): string
  stderr(): string
  /** Resolves as soon as what it wrote fits; rejects if it ends without. */
  until(fits: (program: Program) => boolean): Promise<void>
  ended: Promise<Result>
}

interface StartOptions {
  cwd?: string
  env?: Record<string, string>
  input?: string
  /** Not read until the test does so itself. */
  unread?: boolean
}

/** Starts `millrace` with these arguments. */
export function start(
  args: string[],
  options: StartOptions = {},
  { command }: InstalledRuntime = node24,
): Program {
  return startCommand([...command, bin, ...args], options)
}

/** Runs `millrace` with these arguments to its end. */
export function run(
  args: string[],
  options: StartOptions = {},
  runtime?: InstalledRuntime,
): Promise<Result> {
  return start(args, options, runtime).ended
}

/** Runs a line of the shell to its end, in which `millrace` is the program. */
export function shell(line: string, runtime: InstalledRuntime = node24): Promise<Result> {
  const millrace = [...runtime.command, bin].map(quoted).join(' ')
  return startCommand(['bash', '-c', `millrace() { ${millrace} "$@"; }; ${line}`]).ended
}

export function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}

export function startCommand(
  [command, ...args]: string[],
  { cwd, env, input, unread = false }: StartOptions = {},
): Program {
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env
  const child = spawn(command!, args, {
    cwd,
    env: { ...inherited, ...env },
    timeout: LIFETIME,
    killSignal: 'SIGKILL',
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const text = { stdout: '', stderr: '' }
  const watchers = new Set<() => void>()
  const gather = (name: 'stdout' | 'stderr') =>
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk
      for (const watch of watchers) watch()
    })
  if (!unread) gather('stdout')
  gather('stderr')
  child.stdin.on('error', () => {})
  if (input !== undefined) child.stdin.end(input)
  const ended = new Promise<Result>((resolve, reject) => {
    child.on('error', reject)
    child.on(unread ? 'exit' : 'close', (code) => resolve({ code, ...text }))
  })
  const program: Program = {
    child,
    stdout: () => text.stdout,
    stderr: () => text.stderr,
    ended,
    until: (fits) =>
      new Promise((resolve, reject) => {
        const watch = () => {
          if (!fits(program)) return
          watchers.delete(watch)
          resolve()
        }
        watchers.add(watch)
        watch()
        void ended.then(() =>
          reject(new Error(`It ended before that: ${JSON.stringify(text).slice(0, 2000)}`)),
        )
      }),
  }
  return program
}

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

/** The lines of JSON, read. */
export function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}
