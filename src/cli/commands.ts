import { parseLoad, parseMigrate, parseReplay, parseStream } from './arguments.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { UsageError } from './usage-error.ts'

/** Runs the command that these arguments ask for, and ends the process. */
export async function run(args: string[]): Promise<void> {
  const code = await codeOf(args)
  process.exitCode = code
  // What a server keeps open, or a timer, must not keep the program; what was written is out first.
  process.stdout.write('', () => process.exit(code))
}

async function codeOf(args: string[]): Promise<ExitCode> {
  try {
    return await start(args)
  } catch (error) {
    process.stderr.write(`millrace: ${error instanceof Error ? error.message : String(error)}\n`)
    return error instanceof UsageError ? EXIT.usage : EXIT.failed
  }
}

async function start([first, ...rest]: string[]): Promise<ExitCode> {
  if (first === 'replay') {
    const given = parseReplay(rest)
    return (await import('./replay.ts')).replay(given)
  }
  if (first === 'load') {
    const given = parseLoad(rest)
    return (await import('./load.ts')).load(given)
  }
  if (first === 'migrate') {
    const given = parseMigrate(rest)
    return (await import('./migrate.ts')).migrate(given)
  }
  const given = parseStream([first!, ...rest])
  return (await import('./stream.ts')).stream(given)
}
