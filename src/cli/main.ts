#!/usr/bin/env node
// `npx millrace`: curl for event streams. What a command needs is loaded when it is asked for.
import { EXIT, type ExitCode } from './exit-code.ts'
import { help } from './help.ts'
import { UsageError } from './usage-error.ts'
import { version } from './version.ts'

async function run([first, ...rest]: string[]): Promise<ExitCode> {
  if (first === undefined || first === '-h' || first === '--help' || rest.includes('--help'))
    return print(help)
  if (first === '--version' || first === '-V') return print(`millrace ${version()}\n`)
  const { parseStream, parseReplay, parseLoad } = await import('./arguments.ts')
  if (first === 'replay') return (await import('./replay.ts')).replay(parseReplay(rest))
  if (first === 'load') return (await import('./load.ts')).load(parseLoad(rest))
  return (await import('./stream.ts')).stream(parseStream([first, ...rest]))
}

function print(text: string): ExitCode {
  process.stdout.write(text)
  return EXIT.done
}

async function main(): Promise<ExitCode> {
  try {
    return await run(process.argv.slice(2))
  } catch (error) {
    process.stderr.write(`millrace: ${error instanceof Error ? error.message : String(error)}\n`)
    return error instanceof UsageError ? EXIT.usage : EXIT.failed
  }
}

// What a server keeps open, or a timer, must not keep the program; what was written is out first.
const code = await main()
process.exitCode = code
process.stdout.write('', () => process.exit(code))
